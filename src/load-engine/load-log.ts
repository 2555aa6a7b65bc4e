/** Where the lines of a test and of its script go; `console` is what the script itself wrote. */
export type LoadLog = (level: 'debug' | 'info' | 'warn' | 'error', message: string, source?: 'console') => void;
