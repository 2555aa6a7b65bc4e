const bytesOf: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Bytes in a size as people write it (`512MiB`, `1.5GiB`), always in powers of 1024; undefined when it is not one, so that MB is never taken for MiB. */
export function byteSize(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s?(KiB|MiB|GiB)$/.exec(text) ?? [];
  const factor = bytesOf[unit ?? ''];
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}
