/** Says why a template can't be read or carried out, in the words of Go's text/template. */
export class TemplateError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TemplateError';
  }
}
