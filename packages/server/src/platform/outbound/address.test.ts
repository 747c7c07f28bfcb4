import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { isPublicAddress } from './address.ts'

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '203.0.113.7',
  '::',
  '::1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  'fec0::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '3fff::1',
  '100::1',
  '5f00::1',
  'localhost',
  '',
  '1.2.3',
  '0x7f.1',
  '1.2.3.4.5',
])('%s is refused', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00::1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)

test('nothing passes that an independent library knows as special', () => {
  const part = (size: number) => fc.integer({ min: 0, max: size })
  const near4 = fc.constantFrom(10, 100, 127, 169, 172, 192, 198, 203, 224, 0, 8, 255)
  const four = fc.tuple(fc.oneof(near4, part(255)), part(255), part(255), part(255))
  const near6 = fc.constantFrom(
    0,
    0x64,
    0x100,
    0x2001,
    0x2002,
    0x2620,
    0x3fff,
    0xfc00,
    0xfe80,
    0xff00,
  )
  const six = fc.tuple(
    fc.oneof(near6, part(0xffff)),
    fc.oneof(fc.constantFrom(0, 0xff9b, 0xdb8, 0x4f), part(0xffff)),
    ...Array.from({ length: 6 }, () => fc.oneof(fc.constant(0), part(0xffff))),
  )
  const address = fc.oneof(
    four.map((parts) => parts.join('.')),
    six.map((parts) => parts.map((each) => each.toString(16)).join(':')),
  )
  fc.assert(
    fc.property(address, (text) => {
      if (isPublicAddress(text)) expect(ipaddr.parse(text).range()).toBe('unicast')
    }),
    { numRuns: 5000 },
  )
})
