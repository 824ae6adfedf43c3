/** Answers that JavaScript gives as the handlers in ../api would. */

/** The media type of a signed document. */
export const ENVELOPE = 'application/vnd.dsse.envelope.v1+json';

const ALWAYS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Repr-Digest, Preference-Applied',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const TITLES = {
  404: 'Not Found',
  413: 'Request Entity Too Large',
  426: 'Upgrade Required',
  503: 'Service Unavailable',
};

/** An error in the form of RFC 9457: `code` is stable, `detail` for people. */
export function problem(
  status: keyof typeof TITLES,
  code: string,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  const type = `urn:huashu:problem:${code}`;
  return Response.json(
    { type, title: TITLES[status], status, detail, code },
    {
      status,
      headers: {
        ...ALWAYS,
        ...headers,
        'Cache-Control': 'no-store',
        'Content-Type': 'application/problem+json',
      },
    },
  );
}

/** Public bytes under their digest; 304 for whoever has them already. */
export function serve(
  request: Request,
  body: ReadableStream | Uint8Array,
  sha256: string,
  headers: Record<string, string>,
): Response {
  const etag = `"${sha256}"`;
  const known = request.headers.get('If-None-Match')?.split(',') ?? [];
  if (known.some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)) {
    const { 'Content-Type': _, 'Content-Encoding': __, 'Repr-Digest': ___, ...rest } = headers;
    return new Response(null, { status: 304, headers: { ...ALWAYS, ...rest, ETag: etag } });
  }
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: { ...ALWAYS, ...headers, ETag: etag },
    encodeBody: 'manual', // it is in its coding already
  });
}
