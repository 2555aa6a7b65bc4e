/** A name or value as forms and query strings carry it (application/x-www-form-urlencoded, URL standard). */
export const formEncode = (text: string): string =>
  encodeURIComponent(text).replace(/%20|[!'()~]/g, (found) =>
    found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
