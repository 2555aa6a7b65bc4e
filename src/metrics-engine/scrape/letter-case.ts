// Go maps each character by itself to one other; JavaScript's own mapping makes SS of ß and minds the end of a word.

/** A text in small letters, each character mapped by itself, as Go does. */
export function lowerCase(text: string): string {
  return Array.from(text, (char) => Array.from(char.toLowerCase())[0] ?? char).join('');
}

/** A text in capital letters, each character mapped by itself; one without a single capital of its own, such as ß, stays. */
export function upperCase(text: string): string {
  return Array.from(text, (char) => {
    const upper = char.toUpperCase();
    return Array.from(upper).length === 1 ? upper : char;
  }).join('');
}
