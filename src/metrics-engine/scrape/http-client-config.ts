/** Where a secret stands: in the configuration itself, or in a file that is read anew at each use. */
export type SecretSource = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly path: string };

/** How a client speaks HTTP to what the configuration names. */
export interface HttpClientConfig {
  readonly basicAuth?: { readonly username: string; readonly password: SecretSource };
  readonly authorization?: { readonly type: string; readonly credentials: SecretSource };
  readonly tls?: {
    readonly caFile?: string;
    readonly certFile?: string;
    readonly keyFile?: string;
    readonly serverName?: string;
    readonly insecureSkipVerify: boolean;
  };
  readonly followRedirects: boolean;
  readonly enableCompression: boolean;
}
