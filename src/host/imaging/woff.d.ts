/** Font files; esbuild's `binary` loader puts their bytes into the bundle. */
declare module '*.woff' {
  const bytes: Uint8Array;
  export { bytes as default };
}
