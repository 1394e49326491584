import assert from 'node:assert/strict';
import { isPrivateAddress } from '../../../src/core/privateAddress';

describe('Addresses that a stranger must not make us ask', () => {
  const closed = [
    ...['0.0.0.0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.0.9'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1'],
    ...['198.19.255.255', '224.0.0.1', '239.255.255.255', '255.255.255.255'],
    ...['::', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '[::ffff:a00:1]'],
    ...['::127.0.0.1', '::ffff:0:10.0.0.1', '64:ff9b::10.0.0.1', '64:ff9b::a9fe:a9fe', 'fc00::1', 'fdab::1'],
    ...[
      'FE80::1',
      'fe80::1%eth0',
      'febf::1',
      'fec0::1',
      'ff02::1',
      '2002:7f00:1::',
      '2001:0:1::1',
      '2001:db8::1',
    ],
    // Not an address at all, and yet written like one.
    ...['1::2::3', ':::', '1:2:3', '12345::', 'g::1', '::1.2.3.999'],
  ];
  for (const address of closed)
    it(`${address} is closed`, () => assert.equal(isPrivateAddress(address), true));

  const open = [
    ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.1', '100.63.255.255', '100.128.0.1', '126.0.0.1'],
    ...['128.0.0.1', '169.253.0.1', '172.15.0.1', '172.32.0.1', '192.167.0.1', '198.17.0.1', '198.20.0.1'],
    ...['223.255.255.255', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2606:4700::1111', '[2001:4860:4860::8888]'],
    // Names are looked up first.
    ...['files.example.com', 'localhost', '', '1.2.3', '256.1.1.1'],
  ];
  for (const address of open) it(`${address} is not`, () => assert.equal(isPrivateAddress(address), false));
});
