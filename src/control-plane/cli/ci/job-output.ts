/** One output of a GitHub Actions step, for the file GITHUB_OUTPUT: between delimiters that no value can guess, since `newId` is random. */
export function jobOutput(name: string, value: string, newId: () => string): string {
  const delimiter = `sluice_${newId()}`;
  if (value.includes(delimiter)) throw new Error('the delimiter occurs in the value');
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
