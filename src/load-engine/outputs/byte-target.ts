import { close as closeFile, constants, fstat, open as openFile, type Stats, write as writeFile } from 'node:fs';
import { stat as statPath } from 'node:fs/promises';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { OUTPUT_DESCRIPTOR } from './output-spec.ts';

/** Something that bytes are written to, one write after the other. */
export interface ByteTarget {
  /** Resolves when the bytes have left this process; rejects with the system's error (ENOSPC, EPIPE …). */
  write(bytes: Uint8Array): Promise<void>;
  /** Rejects where what was written may not be there. */
  close(): Promise<void>;
  /** Lets go of whatever is still to be written. */
  drop(): void;
}

// By number and not by FileHandle: one that a socket shares would be closed again when it is collected.
const [open, write, close, stat] = [promisify(openFile), promisify(writeFile), promisify(closeFile), promisify(fstat)];

/**
 * Opens a file, a named pipe or, by `-`, the descriptor that the process was handed; what a file held before is gone.
 *
 * A pipe is opened without waiting and written to without blocking a thread, so that a reader that stands still holds up nothing; where
 * nobody reads a named pipe, opening it fails (ENXIO).
 */
export async function openByteTarget(path: string): Promise<ByteTarget> {
  const handed = path === '-';
  const about = handed ? await stat(OUTPUT_DESCRIPTOR) : await lookAt(path);
  if (handed && about?.isSocket() === true) return streamTarget(OUTPUT_DESCRIPTOR);
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
  const flags = O_WRONLY | O_CREAT | O_TRUNC;
  // What was handed is opened anew, for not to block is our own business, and not that of the other programs that have it too.
  const place = handed ? `/proc/self/fd/${OUTPUT_DESCRIPTOR}` : path;
  return about?.isFIFO() === true ? streamTarget(await open(place, flags | O_NONBLOCK)) : fileTarget(await open(place, flags, 0o644));
}

/** What is at a path; undefined where nothing is. */
const lookAt = (path: string): Promise<Stats | undefined> => statPath(path).catch(() => undefined);

function fileTarget(file: number): ByteTarget {
  return {
    write: async (bytes) => {
      for (let done = 0; done < bytes.length; ) done += (await write(file, bytes, done)).bytesWritten;
    },
    close: () => close(file),
    drop: () => closeFile(file, () => {}),
  };
}

function streamTarget(file: number): ByteTarget {
  const socket = new Socket({ fd: file, readable: false, writable: true });
  socket.on('error', () => {}); // told to the write that met it
  return {
    write: (bytes) => new Promise((resolve, reject) => void socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    close: () => new Promise((resolve) => void socket.end(resolve)),
    drop: () => void socket.destroy(),
  };
}
