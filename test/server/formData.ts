export interface FormPart {
  name: string;
  fileName?: string;
  mimeType?: string;
  bytes: Buffer;
}

/** `multipart/form-data`, strictly: `undefined` for what is none. */
export function parseForm(contentType: string, body: Buffer): readonly FormPart[] | undefined {
  const boundary = /^multipart\/form-data; boundary=([\w'()+,./:=?-]{1,70})$/.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const mark = Buffer.from(`--${boundary}`);
  const parts: FormPart[] = [];
  if (body.indexOf(mark) !== 0) return undefined;
  for (let at = mark.length; ;) {
    if (body.toString('latin1', at, at + 4) === '--\r\n') return parts;
    if (body.toString('latin1', at, at + 2) !== '\r\n') return undefined;
    const head = body.indexOf('\r\n\r\n', at);
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), head);
    if (head < 0 || end < 0) return undefined;
    const headers = body.toString('utf8', at + 2, head).split('\r\n');
    const disposition = headers.find(line => /^content-disposition: form-data;/i.test(line)) ?? '';
    const name = / name="([^"]+)"/.exec(disposition)?.[1];
    if (name === undefined) return undefined;
    const fileName = / filename="([^"]*)"/.exec(disposition)?.[1];
    const mimeType = /^content-type: (.+)$/i.exec(
      headers.find(line => /^content-type/i.test(line)) ?? '',
    )?.[1];
    parts.push({
      name,
      ...(fileName !== undefined && { fileName }),
      ...(mimeType !== undefined && { mimeType }),
      bytes: body.subarray(head + 4, end),
    });
    at = end + 2 + mark.length;
  }
}
