import type { Dossier, EvidenceItem } from '../src/index.ts'

const account = (place: number): string =>
  `0191aaaa-0000-7000-8000-${String(place).padStart(12, '0')}`
const listing = (place: number): string =>
  `0191bbbb-0000-7000-8000-${String(place).padStart(12, '0')}`

const contact = {
  name: 'Dewi Lestari',
  email: 'evidence@lumora.example',
  phone: '+62 21 0000 0000',
  address: null,
}

/** A complete dossier of invented parties: three accounts, two leads, two listings. */
export function sampleDossier(over: Partial<Dossier> = {}): Dossier {
  return {
    format: 'touchstone-dossier',
    version: 1,
    deconflictionNumber: 'LUM-2026-0007',
    template: { id: 'counsel', version: 1, kind: 'dossier', verified: false },
    tlp: 'amber+strict',
    language: 'en',
    title: 'Sneakers under the name Lumora: one network of three accounts',
    createdAt: '2026-11-20T08:00:00.000Z',
    sender: { organisation: 'Lumora Rights', country: 'ID', contact },
    recipient: {
      organisation: 'Torvund & Partners',
      country: 'ID',
      kind: 'counsel',
      contact: null,
    },
    complainant: {
      name: 'Lumora Rights',
      contact,
      expertWitness: null,
      signedComplaint: null,
    },
    rights: [
      {
        kind: 'trademark',
        mark: 'LUMORA',
        office: 'ID',
        number: 'IDM000000001',
        niceClasses: [18, 25],
        holder: 'Lumora Rights',
        status: 'in-force',
        until: '2031-03-01',
        territory: ['ID'],
        extract: 'extract',
      },
    ],
    examination: {
      by: 'Dewi Lestari',
      at: '2026-11-18T09:00:00.000Z',
      statement: 'The stitching differs from every genuine pair. 针脚与正品不同。',
      comparisons: ['comparison'],
    },
    network: {
      id: '0191cccc-0000-7000-8000-000000000001',
      weakest: { accounts: [account(3)], weight: 2.4 },
    },
    case: null,
    accounts: [
      {
        id: account(1),
        marketplace: 'pasar',
        sellerId: 'toko-embun',
        name: 'Toko Embun',
        country: 'ID',
        basis: 'Seller of both listings.',
      },
      {
        id: account(2),
        marketplace: 'pasar',
        sellerId: 'embun-2',
        name: '晨露鞋店',
        country: 'CN',
        basis: 'Linked with Toko Embun.',
      },
      {
        id: account(3),
        marketplace: 'souk',
        sellerId: 'nada',
        name: 'متجر الندى',
        country: null,
        basis: 'Linked with Toko Embun.',
      },
    ],
    persons: [],
    links: [
      {
        standing: 'lead',
        a: account(1),
        b: account(2),
        probability: 0.9994,
        weight: 10.7,
        reasons: [
          {
            code: 'identifier.phone',
            family: 'contact',
            weight: 9.1,
            masked: '+62…02',
            listings: 2,
          },
        ],
        judgement: null,
      },
      {
        standing: 'lead',
        a: account(1),
        b: account(3),
        probability: 0.84,
        weight: 2.4,
        reasons: [],
        judgement: {
          judgement: 'same',
          by: 'Mirela Torvund',
          at: '2026-11-19T10:00:00.000Z',
          reason: null,
        },
      },
    ],
    model: {
      version: 'links-7',
      error: {
        rate: 0.021,
        low: 0.011,
        high: 0.038,
        level: 0.95,
        sample: 620,
        measuredAt: '2026-11-01T00:00:00.000Z',
      },
    },
    listings: [1, 2].map((place) => ({
      id: listing(place),
      reference: `L${place}`,
      account: account(place),
      marketplace: 'pasar',
      externalId: `item-${place}`,
      address: `https://pasar.example/item/${place}`,
      title: 'Sepatu Lumora KW super',
      status: place === 1 ? ('measure-taken' as const) : ('assessed' as const),
      price: { amount: '199000', currency: 'IDR' },
      firstSeen: '2026-10-01T00:00:00.000Z',
      lastSeen: '2026-11-17T00:00:00.000Z',
      unitsSold: 120,
      verdict: 'block' as const,
      reasons: ['The title says “KW super”.'],
      captures: place === 1 ? ['capture'] : [],
      conclusion: place === 1 ? 'Counterfeit' : null,
    })),
    scale: {
      units: 240,
      turnover: [{ amount: '47760000', currency: 'IDR' }],
      genuineValue: [{ amount: '432000000', currency: 'IDR' }],
      basis: 'Units sold as the marketplace shows them, times the price last seen.',
      thresholds: [
        {
          country: 'CN',
          law: 'Criminal Law Art. 214',
          amount: { amount: '50000', currency: 'CNY' },
          verified: false,
          reached: null,
        },
      ],
    },
    places: [],
    priorSteps: [
      {
        at: '2026-11-10T00:00:00.000Z',
        kind: 'notice',
        text: 'Notice to Pasar: item-1 was restricted.',
        items: [],
      },
    ],
    schedule: [
      {
        kind: 'rejected-link',
        at: '2026-11-19T11:00:00.000Z',
        text: 'A person rejected the link of Toko Embun with Toko Fajar.',
        about: [account(1)],
        items: [],
      },
    ],
    storedIn: ['ID'],
    transfer: null,
    approvalNumber: null,
    missing: [{ line: 'expert-witness', label: 'Expert witness', required: false }],
    supplements: null,
    redactedFrom: null,
    withheld: [],
    salt: '5a'.repeat(32),
    ...over,
  }
}

/** The items that the dossier names. */
export const dossierItems: readonly EvidenceItem[] = [
  {
    name: 'capture',
    path: 'items/capture.html',
    title: 'Capture of item-1',
    mediatype: 'text/html',
    content: Buffer.from('<title>Sepatu Lumora KW super</title>'.repeat(40)),
  },
  {
    name: 'extract',
    path: 'items/extract.pdf',
    title: 'Extract of the register',
    mediatype: 'application/pdf',
    content: Buffer.from('%PDF-1.7 in place of an extract'),
  },
  {
    name: 'comparison',
    path: 'items/comparison.png',
    title: 'Comparison of both pairs',
    mediatype: 'image/png',
    content: Buffer.from('in place of a picture'),
  },
]
