const WIDTH = 34;

/** A line of a summary: what, dots, and the figures. */
export const summaryRow = (label: string, value: string): string => `${label.padEnd(WIDTH, '.')}: ${value}`;
