import { randomBytes } from 'node:crypto'
import { pngOf } from '../image-host.ts'
import { Anew, Bytes, Slot } from './request-slot.ts'

/**
 * Bodies that neither an example nor the schema can provide: files, and those whose example would break the caller's
 * own data.
 */
export const bodiesByHand: Readonly<Record<string, readonly unknown[]>> = {
  'referenceImages.add': [
    new Bytes(new Slot('referencePicture')),
    new Anew(() => Buffer.concat([pngOf(40, 40), randomBytes(8)])),
  ],
  'catalog.import': [{ brands: [{ id: new Slot('spareBrand'), name: 'A name of my own' }] }],
  'catalog.putProduct': [
    { id: new Slot('product'), brand: new Slot('brand'), name: 'Mine' },
    { id: new Slot('product'), brand: new Slot('spareBrand'), name: 'Mine' },
  ],
  'codes.issueFile': ['serial\nA1\n'],
  'epcis.capture': [{ type: 'EPCISDocument' }],
  'imports.preview': [['id,title,', new Slot('marketplace'), ' column\n1,A plain spoon,2\n']],
  'imports.keepMapping': [
    {
      headers: ['id', 'title', new Slot('marketplace'), 'more'],
      mapping: { columns: [{ column: 'id', field: 'id' }] },
    },
  ],
  'listings.takeFile': [['id,title\n', new Slot('externalId'), ',A plain spoon\n']],
  'listings.takePage': [
    [
      '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product",',
      '"name":"A plain spoon","offers":{"@type":"Offer","price":"3","priceCurrency":"EUR"},"sku":"',
      new Slot('externalId'),
      '"}</script>',
    ],
  ],
  'referrals.create': [
    {
      template: 'counsel',
      source: { kind: 'network', network: new Slot('network') },
      title: 'A network',
      recipient: {
        kind: 'outside',
        name: 'An office',
        country: 'GB',
        office: 'police',
        address: '1 Example Street',
      },
    },
  ],
  'organisation.change': [{ requireTwoFactor: false }],
  'sessions.changePassword': [{ current: 'not the right one', next: 'nine loud horns' }],
  'sessions.confirm': [{ code: '000000' }],
  'sessions.proveCode': [{ code: '000000' }],
  'sessions.renewRecoveryCodes': [{ code: '000000' }],
  'sessions.removeTwoFactor': [{ code: '000000' }],
  'sessions.signIn': [{ email: new Slot('email'), password: 'not the right one' }],
}

/** Parameters that a request needs besides those that the document requires. */
export const queries: Readonly<Record<string, Record<string, string | Slot>>> = {
  'referenceImages.add': { brand: new Slot('referenceBrand') },
  'listings.takePage': { url: 'https://shop.example/1' },
}
