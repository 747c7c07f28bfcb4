import { canonicalBytes, type Dossier } from '../src/index.ts'
import { change, changeJson, flip, rebag, type Bag } from './tampered-bag.ts'

/** One way to falsify a package of a dossier, and the fault that the verifier names. */
export type DossierTampering = {
  what: string
  by: (bag: Bag) => void
  told: RegExp
}

const json = 'data/dossier.json'
const stix = 'data/dossier.stix.json'

/** By somebody without the keys: the seal no longer fits. */
export const byStrangers: DossierTampering[] = [
  {
    what: 'one bit of the dossier flipped',
    by: (bag) => flip(bag, json, 4001),
    told: /dossier\.json was changed/,
  },
  {
    what: 'one bit of the workbook flipped',
    by: (bag) => flip(bag, 'data/dossier.xlsx', 900),
    told: /dossier\.xlsx was changed/,
  },
  {
    what: 'one bit of the pages flipped',
    by: (bag) => flip(bag, 'data/report.pdf', 9000),
    told: /report\.pdf was changed/,
  },
  {
    what: 'the bundle removed',
    by: (bag) => void bag.delete(stix),
    told: /dossier\.stix\.json was removed/,
  },
  {
    what: 'an item replaced and the manifests written anew',
    by: (bag) => {
      change(bag, 'data/items/capture.html', 'KW super', 'original')
      rebag(bag)
    },
    told: /capture\.html was changed after the seal was made/,
  },
  {
    what: 'a probability raised and the manifests written anew',
    by: (bag) => {
      change(bag, json, '"probability":0.84', '"probability":0.99')
      rebag(bag)
    },
    told: /dossier\.json was changed after the seal was made/,
  },
  {
    what: 'an entry of the schedule removed and the manifests written anew',
    by: (bag) => {
      changeJson(bag, json, (dossier: Dossier) => {
        dossier.schedule = []
      })
      rebag(bag)
    },
    told: /dossier\.json was changed after the seal was made/,
  },
]

/** By the publisher itself, who seals what a dossier must not be. */
export const byPublishers: DossierTampering[] = [
  {
    what: 'a natural person without documented identity',
    by: edit((dossier) => {
      const person = { name: 'Budi Santoso', document: 'none', accounts: [] }
      Object.assign(dossier, { persons: [person] })
    }),
    told: /natural person without an item that documents the identity/,
  },
  {
    what: 'a natural person on an item that is not there',
    by: edit((dossier) => {
      const person = { name: 'Budi Santoso', document: 'Licence', accounts: [] }
      dossier.persons = [{ ...person, documentedBy: 'licence' }]
    }),
    told: /natural person on the item licence, which the index does not name/,
  },
  {
    what: 'a link called an identity',
    by: edit((dossier) => Object.assign(dossier.links[0]!, { standing: 'identity' })),
    told: /calls a link something other than a lead/,
  },
  {
    what: 'no schedule',
    by: edit((dossier) => Reflect.deleteProperty(dossier, 'schedule')),
    told: /no schedule of unused and exculpatory material/,
  },
  {
    what: 'a capture that is not there',
    by: edit((dossier) => void dossier.listings[0]!.captures.push('capture-2')),
    told: /item capture-2, which the index does not name/,
  },
  {
    what: 'a link with an unknown account',
    by: edit((dossier) => {
      dossier.links[0]!.b = dossier.network!.id
    }),
    told: /which it does not list/,
  },
  {
    what: 'leads without the model that made them',
    by: edit((dossier) => {
      dossier.model = null
    }),
    told: /leads without the model/,
  },
  {
    what: 'an invented status',
    by: edit((dossier) => Object.assign(dossier.listings[0]!, { status: 'convicted' })),
    told: /invalid at \/listings\/0\/status/,
  },
  {
    what: 'a field that no dossier has',
    by: edit((dossier) => Object.assign(dossier, { guilt: true })),
    told: /dossier\.json is invalid at/,
  },
  {
    what: 'the dossier in another spelling',
    by: (bag) => void bag.set(json, Buffer.concat([Buffer.from(' '), bag.get(json)!])),
    told: /dossier\.json is invalid: it is not in canonical form/,
  },
  {
    what: 'a threat actor in the bundle',
    by: (bag) =>
      changeJson(bag, stix, (bundle: { objects: { type: string }[] }) => {
        bundle.objects.find(({ type }) => type === 'identity')!.type = 'threat-actor'
      }),
    told: /calls someone a threat actor/,
  },
  {
    what: 'another marking in the bundle',
    by: edit((dossier) => {
      dossier.tlp = 'clear'
    }),
    told: /not marked TLP:CLEAR/,
  },
  {
    what: 'an account in the bundle that the dossier does not list',
    by: (bag) => change(bag, stix, '"user_id":"nada"', '"user_id":"toko-fajar"'),
    told: /names other accounts than the dossier/,
  },
  {
    what: 'a supplement to itself',
    by: edit((dossier) => {
      dossier.supplements = { package: 'lum-7', digest: `sha256:${'ab'.repeat(32)}` }
    }),
    told: /refers to its own package lum-7/,
  },
  {
    what: 'a supplement without a digest',
    by: edit((dossier) => Object.assign(dossier, { supplements: { package: 'lum-6' } })),
    told: /invalid at \/supplements\/digest/,
  },
  {
    what: 'a complete dossier that withholds a part',
    by: edit((dossier) => {
      const digest = `sha256:${'ab'.repeat(32)}`
      dossier.withheld = [{ pointer: '/persons/0', digest, reason: 'Private.' }]
    }),
    told: /complete dossier withholds nothing/,
  },
  {
    what: 'no workbook',
    by: (bag) => void bag.delete('data/dossier.xlsx'),
    told: /does not list data\/dossier\.xlsx of the dossier/,
  },
  {
    what: 'no dossier beside its bundle',
    by: (bag) => void bag.delete(json),
    told: /data\/dossier\.json is missing/,
  },
  {
    what: 'another title in the dossier than in the index',
    by: edit((dossier) => {
      dossier.title = 'Another network'
    }),
    told: /different titles/,
  },
]

function edit(change: (dossier: Dossier) => unknown): (bag: Bag) => void {
  return (bag) => {
    const dossier = JSON.parse(bag.get(json)!.toString('utf8')) as Dossier
    change(dossier)
    bag.set(json, canonicalBytes(dossier))
  }
}
