/** The instance can't be trusted any more (memory limit, native stack, trap): discard it. */
export class SandboxBroken extends Error {
  override readonly name = 'SandboxBroken';
}

/** An exception of the script that nothing in it caught, with QuickJS's stack (`    at f (file:line:column)`). */
export class GuestException extends Error {
  override readonly name = 'GuestException';
  readonly guestStack: string;
  constructor(message: string, guestStack: string) {
    super(message);
    this.guestStack = guestStack;
  }
}

/** The run was interrupted from outside: its deadline, its signal, or the end of the test. */
export class GuestInterrupted extends Error {
  override readonly name = 'GuestInterrupted';
  constructor() {
    super('interrupted');
  }
}

/** Nothing caught an exception, and the guest's reporter has told the host what it was. */
export class GuestReported extends Error {
  override readonly name = 'GuestReported';
  constructor() {
    super('the script threw');
  }
}

/** What is said of a virtual user that wanted more memory than it may have. */
export const memoryReached = 'the memory limit of a virtual user is reached';
