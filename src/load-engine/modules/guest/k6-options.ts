/** k6/options has types only; this stands for the module so that importing it works. */
export const options = undefined;
