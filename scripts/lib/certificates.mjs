// Certificates of private authorities, made anew for every run: a key in the repository is a key that somebody trusts.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import forge from 'node-forge';

const day = 24 * 60 * 60 * 1000;

function newKey() {
  // Node makes it in a tenth of the time that forge takes.
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}

function certificate({ subject, publicKey, issuer, issuerKey, extensions, days = [-1, 1] }) {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive, as the standard wants it.
  made.serialNumber = `00${randomBytes(15).toString('hex')}`;
  const [from, to] = days.map(count => new Date(Date.now() + count * day));
  made.validity.notBefore = from;
  made.validity.notAfter = to;
  made.setSubject([{ name: 'commonName', value: subject }]);
  made.setIssuer([{ name: 'commonName', value: issuer }]);
  made.setExtensions(extensions);
  made.sign(forge.pki.privateKeyFromPem(issuerKey), forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

/**
 * Writes into `folder` an authority's certificate (`ca.pem`), and of its making for `hosts` one that is good
 * (`server.pem`, `server.key`) and one that has expired (`expired.pem`, same key).
 */
export function writeCertificates(folder, authority, hosts) {
  const root = newKey();
  const leaf = newKey();
  const ca = certificate({
    subject: authority,
    issuer: authority,
    publicKey: root.publicKey,
    issuerKey: root.privateKey,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = days =>
    certificate({
      subject: hosts[0],
      issuer: authority,
      publicKey: leaf.publicKey,
      issuerKey: root.privateKey,
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: hosts.map(value => ({ type: 2, value })) },
      ],
      days,
    });
  mkdirSync(folder, { recursive: true });
  const write = (name, text) => writeFileSync(path.join(folder, name), text, { mode: 0o600 });
  write('ca.pem', ca);
  write('server.pem', server([-1, 1]));
  write('expired.pem', server([-3, -2]));
  write('server.key', leaf.privateKey);
}
