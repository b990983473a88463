export interface InlineImage {
  readonly mediaType: string;
  readonly base64: string;
}

/** The parts of a base64 `data:` URL; null for any other address. */
export function inlineImage(url: string): InlineImage | null {
  const match = /^data:([\w.+-]+\/[\w.+-]+);base64,/.exec(url);
  return match?.[1] === undefined ? null : { mediaType: match[1], base64: url.slice(match[0].length) };
}
