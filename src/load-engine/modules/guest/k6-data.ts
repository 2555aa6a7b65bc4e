import { shareArray, sharedArrayLength, sharedElement } from 'sluice:host';

const refuseWrite = (): never => {
  throw new TypeError('a SharedArray is read-only: copy what you want to change');
};

/** An array that all virtual users share: filled once by a function, read-only, each element copied when it is read. Scripts construct it with `new`. */
export function SharedArray(name: unknown, fill: unknown): readonly unknown[] {
  if (typeof name !== 'string' || name === '') throw new TypeError('a SharedArray needs a name');
  if (typeof fill !== 'function') throw new TypeError(`the SharedArray ${name} needs a function that returns an array`);
  const known = sharedArrayLength(name);
  return view(name, known >= 0 ? known : share(name, fill as () => unknown));
}

function share(name: string, fill: () => unknown): number {
  const elements = fill();
  if (!Array.isArray(elements)) throw new TypeError(`the function of the SharedArray ${name} must return an array`);
  return shareArray(name, JSON.stringify(elements.map((element: unknown) => element ?? null)));
}

function view(name: string, length: number): readonly unknown[] {
  const read = (key: string | symbol): unknown => {
    const index = indexOf(key);
    return index === undefined || index >= length ? undefined : frozen(JSON.parse(sharedElement(name, index)));
  };
  return new Proxy<unknown[]>([], {
    get: (target, key, receiver) =>
      key === 'length' ? length : indexOf(key) === undefined ? Reflect.get(target, key, receiver) : read(key),
    has: (target, key) => (indexOf(key) ?? length) < length || Reflect.has(target, key),
    ownKeys: () => [...Array.from({ length }, (_, index) => String(index)), 'length'],
    getOwnPropertyDescriptor: (_target, key) => {
      if (key === 'length') return { value: length, writable: true, enumerable: false, configurable: false };
      return (indexOf(key) ?? length) < length ? { value: read(key), writable: false, enumerable: true, configurable: true } : undefined;
    },
    set: refuseWrite,
    defineProperty: refuseWrite,
    deleteProperty: refuseWrite,
  });
}

function indexOf(key: string | symbol): number | undefined {
  return typeof key === 'string' && /^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : undefined;
}

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
