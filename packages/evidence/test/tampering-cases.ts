import {
  canonicalBytes,
  memoryLog,
  packEvidence,
  sha256,
  certifyKey,
  type PackedEvidence,
} from '../src/index.ts'
import type { CheckName } from '../src/verification/index.ts'
import { newSigner, workshop, type Workshop } from './package-fixture.ts'
import { bagOf, change, changeJson, flip, rebag, restate, type Bag } from './tampered-bag.ts'

export type PackedWorkshop = Workshop & { evidence: PackedEvidence }

/** One way to tamper with a package, and the verifier's expected findings. */
export type Tampering = {
  what: string
  /** `made` is the package with its maker's keys; `foreign` a similar one packed by a stranger. */
  by: (bag: Bag, packages: { made: PackedWorkshop; foreign: Bag }) => void | Promise<void>
  check: CheckName
  told: RegExp
}

const page = 'data/items/page.html'
const statement = 'seal/statement.json'
const record = 'seal/record.json'
const response = 'seal/timestamps/lantern.tsr'

/** The publisher itself logs a changed record: the remaining faults do not concern keys. */
async function relog(made: PackedWorkshop, bag: Bag, edit: (value: never) => void): Promise<void> {
  changeJson(bag, record, edit)
  const log = memoryLog(made.keeper, () => made.options.at)
  for (let entry = 0; entry < 5; entry++) await log.append(Buffer.from(`entry ${entry}`), [])
  await log.append(bag.get('data/seals/capture/record.json')!, [])
  const logged = await log.append(bag.get(record)!, [6])
  bag.set('seal/tree-head.json', canonicalBytes(logged.head))
  bag.set('seal/tree-head.sig', logged.signature)
  changeJson(bag, 'seal/proof.json', (proof: Record<string, unknown>) => {
    const earlier = proof.earlier as Record<string, unknown>[]
    earlier[0]!.path = logged.consistency[0]!.map((hash) => hash.toString('hex'))
    Object.assign(proof, { index: logged.index, size: logged.head.size })
    proof.path = logged.path.map((hash) => hash.toString('hex'))
  })
  rebag(bag)
}

/** Removes the page and declares that in the index. */
function withhold(bag: Bag, digest: string): void {
  type Index = { resources: { name: string; path: string }[]; withheld?: object[] }
  changeJson(bag, 'data/datapackage.json', (index: Index) => {
    const { name, path } = index.resources.find((resource) => resource.name === 'page')!
    const withheldFacts = {
      title: 'The page',
      bytes: 1,
      hash: `sha256:${digest}`,
      reason: 'Withheld.',
    }
    index.withheld = [{ name, path, ...withheldFacts }]
    index.resources = index.resources.filter((resource) => resource.name !== 'page')
  })
  bag.delete(page)
}

export const tamperings: Tampering[] = [
  {
    what: 'one bit of an item flipped',
    check: 'files',
    told: /page\.html was changed/,
    by: (bag) => flip(bag, page, 77),
  },
  {
    what: 'an item removed',
    check: 'files',
    told: /page\.html was removed/,
    by: (bag) => void bag.delete(page),
  },
  {
    what: 'an item added',
    check: 'files',
    told: /more\.html was added/,
    by: (bag) => void bag.set('data/items/more.html', Buffer.of(1)),
  },
  {
    what: 'a file added beside the data',
    check: 'files',
    told: /README was added/,
    by: (bag) => void bag.set('README', Buffer.of(1)),
  },
  {
    what: 'an item renamed',
    check: 'files',
    told: /other\.html was added/,
    by: (bag) => {
      bag.set('data/items/other.html', bag.get(page)!)
      bag.delete(page)
    },
  },
  {
    what: 'one bit of the report flipped',
    check: 'files',
    told: /report\.pdf was changed/,
    by: (bag) => flip(bag, 'data/report.pdf', 9),
  },
  {
    what: 'bagit.txt removed',
    check: 'bag',
    told: /bagit\.txt is missing/,
    by: (bag) => void bag.delete('bagit.txt'),
  },
  {
    what: 'another version of BagIt declared',
    check: 'bag',
    told: /does not declare a bag/,
    by: (bag) => change(bag, 'bagit.txt', '1.0', '0.97'),
  },
  {
    what: 'the manifest removed',
    check: 'bag',
    told: /manifest-sha256\.txt is missing/,
    by: (bag) => void bag.delete('manifest-sha256.txt'),
  },
  {
    what: 'a line of the manifest made to leave the bag',
    check: 'bag',
    told: /leads out of the package/,
    by: (bag) => change(bag, 'manifest-sha256.txt', page, 'data/../../page.html'),
  },
  {
    what: 'an item replaced and the manifests written anew',
    check: 'statement',
    told: /page\.html was changed after the seal was made/,
    by: (bag) => {
      change(bag, page, 'AAA', 'new')
      rebag(bag)
    },
  },
  {
    what: 'an item added and the manifests written anew',
    check: 'statement',
    told: /more\.html is not sealed/,
    by: (bag) => {
      bag.set('data/items/more.html', Buffer.of(1))
      rebag(bag)
    },
  },
  {
    what: 'an item removed and the manifests written anew',
    check: 'statement',
    told: /listing\.json was removed: the seal covers it/,
    by: (bag) => {
      bag.delete('data/items/listing.json')
      rebag(bag)
    },
  },
  {
    what: 'another organisation named in bag-info.txt',
    check: 'statement',
    told: /bag-info\.txt was changed after/,
    by: (bag) => {
      change(bag, 'bag-info.txt', 'Lumora Rights', 'Somebody Else')
      rebag(bag)
    },
  },
  {
    what: 'an item replaced and the statement made to fit',
    check: 'signature',
    told: /signature of the seal by Lumora Rights does not match/,
    by: (bag) => {
      change(bag, page, 'AAA', 'new')
      rebag(bag)
      restate(bag)
      rebag(bag)
    },
  },
  {
    what: 'the statement written in another form',
    check: 'statement',
    told: /not in canonical form/,
    by: (bag) => {
      bag.set(statement, Buffer.concat([bag.get(statement)!, Buffer.from('\n')]))
      rebag(bag)
    },
  },
  {
    what: 'the signature of another key',
    check: 'signature',
    told: /another key was used/,
    by: async (bag) => {
      bag.set('seal/statement.sig', await newSigner().sign(bag.get(statement)!))
      rebag(bag)
    },
  },
  {
    what: 'the signature and the public key of another',
    check: 'signature',
    told: /another key than the one that the statement names/,
    by: async (bag) => {
      const other = newSigner()
      bag.set('seal/statement.sig', await other.sign(bag.get(statement)!))
      bag.set('seal/publisher.pem', Buffer.from(other.publicKey.pem))
      rebag(bag)
    },
  },
  {
    what: 'the whole package made by another in the name of the publisher',
    check: 'publisher',
    told: /is not one that you trust/,
    by: (bag, { foreign }) => {
      bag.clear()
      for (const [path, bytes] of foreign) bag.set(path, bytes)
    },
  },
  {
    what: 'the seal removed',
    check: 'statement',
    told: /seal\/statement\.json is missing/,
    by: (bag) => {
      for (const path of [...bag.keys()]) if (path.startsWith('seal/')) bag.delete(path)
      rebag(bag)
    },
  },
  {
    what: 'a timestamp removed',
    check: 'record',
    told: /lantern\.tsr was removed/,
    by: (bag) => {
      bag.delete(response)
      rebag(bag)
    },
  },
  {
    what: 'a timestamp taken from another package',
    check: 'timestamp',
    told: /timestamp of something else/,
    by: (bag, { foreign }) => {
      bag.set(response, foreign.get(response)!)
      rebag(bag)
    },
  },
  {
    what: 'a timestamp removed and the record made to fit',
    check: 'log',
    told: /is not at the position in the log/,
    by: (bag) => {
      bag.delete(response)
      changeJson(bag, record, (value: { timestamps: unknown[] }) => void value.timestamps.shift())
      rebag(bag)
    },
  },
  {
    what: 'the timestamp of the capture put in place by the publisher itself',
    check: 'timestamp',
    told: /lantern fails: It is the timestamp of something else/,
    by: async (bag, { made }) => {
      const old = bag.get('data/seals/capture/timestamps/lantern.tsr')!
      bag.set(response, old)
      await relog(made, bag, (value: { timestamps: { response: string }[] }) => {
        value.timestamps[0]!.response = sha256(old)
      })
    },
  },
  {
    what: 'a timestamp by an authority with another root',
    check: 'timestamp',
    told: /does not lead to a trusted root/,
    by: async (bag, { made }) => {
      const stranger = (await workshop()).authorities[0]!
      const answer = stranger.answer(bag.get('seal/timestamps/lantern.tsq')!)
      bag.set(response, answer)
      await relog(made, bag, (value: { timestamps: { response: string }[] }) => {
        value.timestamps[0]!.response = sha256(answer)
      })
    },
  },
  {
    what: 'the head of the log changed',
    check: 'log',
    told: /not signed by its log/,
    by: (bag) => {
      changeJson(bag, 'seal/tree-head.json', (head: { at: string }) => {
        head.at = '2020-01-01T00:00:00.000Z'
      })
      rebag(bag)
    },
  },
  {
    what: 'the head of the log signed by another key',
    check: 'log',
    told: /not of the log that the publisher named/,
    by: async (bag) => {
      const other = newSigner()
      changeJson(bag, 'seal/tree-head.json', (head: { log: string }) => {
        head.log = other.publicKey.id
      })
      bag.set('seal/tree-head.sig', await other.sign(bag.get('seal/tree-head.json')!))
      bag.set('seal/log.pem', Buffer.from(other.publicKey.pem))
      rebag(bag)
    },
  },
  {
    what: 'the path of the proof put in another order',
    check: 'log',
    told: /reordered/,
    by: (bag) => {
      changeJson(bag, 'seal/proof.json', (proof: { path: string[] }) => void proof.path.reverse())
      rebag(bag)
    },
  },
  {
    what: 'the record moved to another place in the log',
    check: 'log',
    told: /is not at the position in the log that the proof names/,
    by: (bag) => {
      changeJson(bag, 'seal/proof.json', (proof: { index: number }) => void proof.index--)
      rebag(bag)
    },
  },
  {
    what: 'the log put in another order since the capture, by the publisher itself',
    check: 'log',
    told: /log does not extend that of the earlier seal/,
    by: async (bag, { made }) => {
      const log = memoryLog(made.keeper, () => made.options.at)
      for (const entry of [1, 0, 2, 3, 4]) await log.append(Buffer.from(`entry ${entry}`), [])
      await log.append(Buffer.from('another entry'), [])
      const rewritten = bagOf(await packEvidence({ ...made.options, log }))
      bag.clear()
      for (const [path, bytes] of rewritten) bag.set(path, bytes)
    },
  },
  {
    what: 'events of the chain of custody reordered',
    check: 'custody',
    told: /Event 1 of the chain of custody has the number 2/,
    by: (bag) => {
      changeJson(bag, 'data/datapackage.json', ({ custody }: { custody: unknown[] }) => {
        ;[custody[0], custody[1]] = [custody[1], custody[0]]
      })
      rebag(bag)
    },
  },
  {
    what: 'an event of the chain of custody changed',
    check: 'custody',
    told: /Event 2 of the chain of custody does not follow/,
    by: (bag) => {
      change(bag, 'data/datapackage.json', '"action": "identified"', '"action": "collected"')
      rebag(bag)
    },
  },
  {
    what: 'another digest in the index',
    check: 'index',
    told: /index does not match data\/items\/page\.html/,
    by: (bag) => {
      change(
        bag,
        'data/datapackage.json',
        `sha256:${sha256(bag.get(page)!)}`,
        `sha256:${'0'.repeat(64)}`,
      )
      rebag(bag)
    },
  },
  {
    what: 'an item of the earlier seal exchanged',
    check: 'statement',
    told: /page\.html was changed after the earlier seal in data\/seals\/capture was made/,
    by: (bag) => {
      change(bag, page, 'AAA', 'new')
      rebag(bag)
    },
  },
  {
    what: 'two names that are one file on some systems',
    check: 'paths',
    told: /the same file on some systems/,
    by: (bag) => {
      bag.set('data/items/PAGE.html', Buffer.of(1))
      rebag(bag)
    },
  },
  {
    what: 'what the keeper of the log says of the key taken away',
    check: 'record',
    told: /publisher-key\.json was removed: the record of the seal names it/,
    by: (bag) => {
      bag.delete('seal/publisher-key.json')
      bag.delete('seal/publisher-key.sig')
      rebag(bag)
    },
  },
  {
    what: 'another holder of the key, entered by the publisher and the keeper’s log',
    check: 'publisher',
    told: /publisher-key\.json is not signed by the keeper/,
    by: async (bag, { made }) => {
      change(bag, 'seal/publisher-key.json', 'Lumora Rights', 'Harbour Customs')
      const statement = sha256(bag.get('seal/publisher-key.json')!)
      await relog(
        made,
        bag,
        ({ key }: { key: { statement: string } }) => void (key.statement = statement),
      )
    },
  },
  {
    what: 'the keeper’s word on another key',
    check: 'publisher',
    told: /publisher-key\.json names another key than the one that signed the seal/,
    by: async (bag, { made }) => {
      const certified = await certifyKey(made.keeper, {
        key: 'a'.repeat(64),
        holder: 'Lumora Rights',
        since: made.options.at.toISOString(),
        follows: null,
      })
      bag.set('seal/publisher-key.json', certified.statement)
      bag.set('seal/publisher-key.sig', certified.signature)
      const key = { statement: sha256(certified.statement), signature: sha256(certified.signature) }
      await relog(made, bag, (value: { key: typeof key }) => void (value.key = key))
    },
  },
  {
    what: 'the keeper’s word put beside a seal that has none',
    check: 'record',
    told: /publisher-key\.json does not belong to the seal/,
    by: (bag, { made }) => relog(made, bag, (value: { key?: unknown }) => void delete value.key),
  },
  {
    what: 'an item taken out and called withheld, by whoever has no key',
    check: 'signature',
    told: /signature of the seal by Lumora Rights does not match/,
    by: (bag) => {
      withhold(bag, sha256(bag.get(page)!))
      restate(bag)
      rebag(bag)
    },
  },
  {
    what: 'an item called withheld under another digest than the earlier seal names',
    check: 'statement',
    told: /page\.html was removed: the earlier seal in data\/seals\/capture covers it/,
    by: (bag) => {
      withhold(bag, '0'.repeat(64))
      rebag(bag)
    },
  },
  {
    what: 'an item made of one that nobody knows',
    check: 'index',
    told: /says that listing was derived from page, but has no item with that name and digest/,
    by: (bag) => {
      changeJson(bag, 'data/datapackage.json', ({ resources }: { resources: object[] }) => {
        const hash = `sha256:${'0'.repeat(64)}`
        Object.assign(resources[1]!, { derivedFrom: { name: 'page', hash, how: 'Painted over.' } })
      })
      rebag(bag)
    },
  },
  {
    what: 'a file hidden in the folder of the seal',
    check: 'record',
    told: /extra\.tsr does not belong to the seal/,
    by: (bag) => {
      bag.set('seal/timestamps/extra.tsr', Buffer.of(1))
      rebag(bag)
    },
  },
]
