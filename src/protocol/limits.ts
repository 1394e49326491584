/** Bytes of one pasted or dropped image. Apart from the schemas, so that the webview need not carry them. */
export const maxPastedBytes = 100 * 1024 * 1024;
