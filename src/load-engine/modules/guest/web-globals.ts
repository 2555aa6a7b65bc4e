import { provide } from './provide.ts';
import { TextDecoder, TextEncoder } from './text-coding.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './url-search-params.ts';
import { crypto } from './web-crypto.ts';

// What the web offers without an import: 40 KiB of a virtual user, so it is loaded only where a script may reach for it.
provide({ TextEncoder, TextDecoder, URL, URLSearchParams, crypto });
