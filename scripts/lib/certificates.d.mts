export function writeCertificates(folder: string, authority: string, hosts: readonly string[]): void;
