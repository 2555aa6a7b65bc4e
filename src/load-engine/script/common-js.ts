import { blankText } from './blank-text.ts';
import type { FoundImport } from './find-imports.ts';

/** What the module behind a file's require() is called. */
export const requirePrefix = 'sluice:require/';

const requireCall = /(?<![\w$.])require\s*\(\s*(["'])([^"'\n]*)\1\s*\)/g;
const esModule = /(?<=^|[;}\n\r])[ \t]*(?:export\b(?!\s*\.)|import\b(?!\s*[.(]))/;

/** How a file of a script uses CommonJS: not at all, require() beside imports, or as the form of the whole file. */
export type ModuleForm = 'es' | 'mixed' | 'common-js';

/** Tells the form of a JavaScript source by what stands in its code. */
export function moduleForm(source: string): ModuleForm {
  const code = blankText(source);
  const requires = /(?<![\w$.])require\s*\(/.test(code);
  if (esModule.test(code)) return requires ? 'mixed' : 'es';
  return requires || /(?<![\w$.])(?:module\.exports|exports\s*[.[=])/.test(code) ? 'common-js' : 'es';
}

/** The modules that a source asks for by require() of a plain text, in their order. */
export function findRequires(source: string): readonly FoundImport[] {
  return [...blankText(source).matchAll(requireCall)].map((found) => {
    const [whole, , blanked = ''] = found;
    const to = found.index + whole.length;
    const specifierAt = found.index + whole.search(/["']/) + 1;
    const specifier = source.slice(specifierAt, specifierAt + blanked.length);
    return { specifier, names: [], isExport: false, from: found.index, to, specifierAt, clauseFrom: to, clauseTo: to };
  });
}

/** The source as an ES module: what it takes for given is imported on a line after its last, so that every position stays. */
export function withCommonJs(source: string, name: string, form: ModuleForm): string {
  const from = JSON.stringify(`${requirePrefix}${name}`);
  switch (form) {
    case 'es':
      return source;
    case 'mixed':
      return `${source}\nimport { require } from ${from};`;
    case 'common-js':
      return `${source}\nimport { exports, module, require } from ${from}; export { module as __commonJs }; export default module.exports;`;
  }
}

const metaResolve = 'import.meta.resolve';
/** As long as what it stands for, so that every column stays. */
const metaResolveName = 'importMetaResolve__';

/** The source with import.meta.resolve() as a function that the file's own module of requirePrefix gives: QuickJS leaves import.meta empty. */
export function withMetaResolve(source: string, name: string): string {
  const code = blankText(source);
  const found = [...code.matchAll(/(?<![\w$.])import\.meta\.resolve(?![\w$])/g)];
  if (found.length === 0) return source;
  const replaced = found.reduce(
    (text, { index }) => text.slice(0, index) + metaResolveName + text.slice(index + metaResolve.length),
    source,
  );
  return `${replaced}\nimport { resolve as ${metaResolveName} } from ${JSON.stringify(`${requirePrefix}${name}`)};`;
}

/** The module that gives a file its require(), module, exports and resolve; what it requires is imported, and so there before the file runs. `folder` is the file's own. */
export function requireModule(specifiers: readonly string[], folder: string): string {
  const names = [...new Set(specifiers)];
  const imports = names.map((name, index) => `import * as m${index} from ${JSON.stringify(name)};`);
  const found = names.map(
    (name, index) => `${JSON.stringify(name)}: () => ${name.endsWith('.json') ? `m${index}.default` : `whole(m${index})`}`,
  );
  return [
    ...imports,
    'const whole = (found) => (found.__commonJs === undefined ? found : found.__commonJs.exports);',
    `const modules = { __proto__: null, ${found.join(', ')} };`,
    `export const resolve = (name) => (/^\\.\\.?\\//.test(name) ? ${JSON.stringify(`file://${folder}/`)} + name : String(name));`,
    'export const module = { exports: {} };',
    'export const exports = module.exports;',
    'export function require(name) {',
    '  if (modules[name] === undefined) throw new Error(`require(${JSON.stringify(name)}): only names that stand as plain text in the script can be required`);',
    '  return modules[name]();',
    '}',
  ].join('\n');
}
