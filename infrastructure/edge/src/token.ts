const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const API_KEY = /^rr_live_([a-z0-9]{12})_[A-Za-z0-9_-]{43}$/;
const JWT = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/;

/** What can be told of a token without its secret: nothing is proved here, only what cannot be valid is sent away. */
export interface TokenCheck {
  readonly refusal: string | null;
  readonly keyId: string | null;
}

/**
 * Looks at an Authorization header. Absent is fine: the origin decides what may be read without.
 * @param nowSeconds seconds since 1970
 */
export function checkToken(header: string | undefined, nowSeconds: number): TokenCheck {
  if (header === undefined || header === '') return { refusal: null, keyId: null };
  if (header.length > 8192) return refuse('The Authorization header is too long.');
  const bearer = /^Bearer +(\S+)$/i.exec(header);
  if (bearer === null) return refuse('Use Authorization: Bearer <key>.');
  const token = String(bearer[1]);
  const key = API_KEY.exec(token);
  if (key !== null) return { refusal: null, keyId: String(key[1]) };
  const jwt = JWT.exec(token);
  if (jwt === null) return refuse('This is neither an API key nor a token.');
  return expired(String(jwt[1]), nowSeconds)
    ? refuse('The token has expired. Sign in again.')
    : { refusal: null, keyId: null };
}

function refuse(refusal: string): TokenCheck {
  return { refusal: refusal, keyId: null };
}

function expired(payload: string, nowSeconds: number): boolean {
  const claim = /"exp"\s*:\s*(\d{1,12})/.exec(decodeLatin1(payload));
  // A clock may be a minute off; a token without a readable expiry is the origin's business.
  return claim !== null && Number(claim[1]) + 60 < nowSeconds;
}

// The runtime's base64 helpers differ between its versions; the claim looked for is plain ASCII.
function decodeLatin1(text: string): string {
  let bits = 0;
  let held = 0;
  let out = '';
  for (let at = 0; at < text.length; at++) {
    held = (held << 6) | ALPHABET.indexOf(text.charAt(at));
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += String.fromCharCode((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return out;
}
