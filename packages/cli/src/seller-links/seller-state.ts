import { randomBytes, randomUUID } from 'node:crypto'
import { link, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import {
  NetworkRegister,
  SellerListings,
  textOfListing,
  type Judgement,
  type NetworkEvent,
  type ReadListing,
  type SellerGraph,
} from '@touchstone/linkage'
import { z } from 'zod'
import { makeFolder } from '../make-folder.ts'
import { linesOfGraph, readGraph } from './graph-lines.ts'
import { readModel, textOfModel, type NamedModel } from './model-file.ts'
import { damaged, readLines, readValues, StateFile, syncFolder, writeLines } from './state-files.ts'

const format = 'touchstone-seller-links'
/** Since 2 candidates are chosen otherwise, so that the graph of an older state is made anew. */
const version = 2

const Manifest = z.strictObject({
  format: z.literal(format),
  version: z.literal([1, version]),
  run: z.int().min(1),
  at: z.iso.datetime(),
  threshold: z.number().gt(0).lt(1),
  model: StateFile,
  cardKey: StateFile,
  graph: StateFile,
  listings: z.array(StateFile),
  judgements: z.array(StateFile),
  events: z.array(StateFile),
})
type Manifest = z.output<typeof Manifest>

const manifestName = /^state-\d{9}\.json$/
const ownName =
  /^(?:state-\d{9}\.json|(?:model|card|graph|listings|judgements|events|draft)-[0-9a-f-]+\.(?:ndjson|json|key))$/

/** What a run adds. */
export type StateChange = {
  at: string
  threshold: number
  model: NamedModel
  listings: readonly ReadListing[]
  judgements: readonly Judgement[]
  graph: SellerGraph
  events: readonly NetworkEvent[]
}

export type StateOptions = {
  /** Called after each step that a run could be killed after. */
  onStep?(step: string): Promise<void>
}

/**
 * What runs of link-sellers know, in a folder. Files are written once and never changed; a manifest names those that
 * count, and takes effect at once, by its name. What a run that ended early has left is removed by the next.
 */
export class SellerState {
  readonly folder: string
  readonly market: SellerListings
  readonly judgements: readonly Judgement[]
  readonly register: NetworkRegister
  readonly model: NamedModel | undefined
  readonly graph: SellerGraph | undefined
  readonly cardKey: Buffer
  readonly threshold: number | undefined
  readonly #manifest: Manifest | undefined

  private constructor(folder: string, manifest: Manifest | undefined, content: StateContent) {
    this.folder = folder
    this.#manifest = manifest
    this.threshold = manifest?.threshold
    this.market = content.market
    this.judgements = content.judgements
    this.register = content.register
    this.model = content.model
    this.graph = content.graph
    this.cardKey = content.cardKey
  }

  /** Opens a folder, which need not exist. */
  static async open(folder: string): Promise<SellerState> {
    const manifest = await readManifest(folder)
    return new SellerState(folder, manifest, await readContent(folder, manifest))
  }

  /** Opens a folder that runs of link-sellers have filled. */
  static async openFilled(folder: string): Promise<SellerState & { model: NamedModel }> {
    const state = await SellerState.open(folder)
    if (state.model !== undefined) return state as SellerState & { model: NamedModel }
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `${folder} has no state: name the folder of link-sellers --state`,
    })
  }

  get run(): number {
    return this.#manifest?.run ?? 0
  }

  /** The time, or the last run’s where the clock has gone back since. */
  timeOf(now: string): string {
    const last = this.#manifest?.at ?? ''
    return now > last ? now : last
  }

  /** Adds what a run found: all of it, or nothing. */
  async commit(change: StateChange, { onStep }: StateOptions = {}): Promise<void> {
    const { folder } = this
    const before = this.#manifest
    if (before !== undefined && this.#isKnown(before, change)) return
    await makeFolder(folder)
    const write = async (
      name: string,
      ending: string,
      lines: Iterable<string>,
    ): Promise<StateFile> => {
      const file = await writeLines(folder, `${name}-${randomUUID()}.${ending}`, lines)
      await onStep?.(name)
      return file
    }
    const add = async <T>(
      name: 'listings' | 'judgements' | 'events',
      rows: readonly T[],
      toText: (row: T) => string,
    ): Promise<StateFile[]> => {
      const earlier = before?.[name] ?? []
      if (rows.length === 0) return earlier
      return [...earlier, await write(name, 'ndjson', rows.values().map(toText))]
    }
    const manifest: Manifest = {
      format,
      version,
      run: this.run + 1,
      at: change.at,
      threshold: change.threshold,
      model:
        before !== undefined && this.model?.digest === change.model.digest
          ? before.model
          : await write('model', 'json', [textOfModel(change.model).trimEnd()]),
      cardKey: before?.cardKey ?? (await write('card', 'key', [this.cardKey.toString('hex')])),
      graph: await write('graph', 'ndjson', linesOfGraph(change.graph)),
      listings: await add('listings', change.listings, textOfListing),
      judgements: await add('judgements', change.judgements, (row) => JSON.stringify(row)),
      events: await add('events', change.events, (row) => JSON.stringify(row)),
    }
    await this.#publish(manifest, onStep)
    await removeOthers(folder, manifest)
  }

  #isKnown(before: Manifest, { threshold, model, listings, judgements, events }: StateChange) {
    return (
      before.version === version &&
      before.threshold === threshold &&
      this.model?.digest === model.digest &&
      listings.length + judgements.length + events.length === 0
    )
  }

  /** Fails if another run has ended since this one began, whose manifest has the same name. */
  async #publish(manifest: Manifest, onStep: StateOptions['onStep']): Promise<void> {
    const draft = `draft-${randomUUID()}.json`
    await writeLines(this.folder, draft, [JSON.stringify(manifest, null, 1)])
    await syncFolder(this.folder)
    await onStep?.('draft')
    try {
      await link(join(this.folder, draft), join(this.folder, nameOf(manifest.run)))
    } catch (cause) {
      throw new TouchstoneError({
        code: 'unusable-input',
        message: `another run has changed the state ${this.folder} since this one began: nothing was added; run it again`,
        cause,
      })
    } finally {
      await rm(join(this.folder, draft), { force: true })
    }
    await syncFolder(this.folder)
    await onStep?.('manifest')
  }
}

type StateContent = Pick<
  SellerState,
  'market' | 'judgements' | 'register' | 'model' | 'graph' | 'cardKey'
>

const nameOf = (run: number): string => `state-${String(run).padStart(9, '0')}.json`

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `${folder} is no folder that can be read`,
      cause: error,
    })
  })
  const foreign = names.find((name) => !ownName.test(name))
  if (foreign !== undefined) {
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `${folder} is no state of link-sellers, since it has ${JSON.stringify(foreign)}: name a new or an empty folder`,
    })
  }
  const last = names
    .filter((name) => manifestName.test(name))
    .toSorted()
    .at(-1)
  if (last === undefined) return undefined
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, last), 'utf8')))
  } catch (cause) {
    throw damaged(folder, last, cause)
  }
}

async function readContent(folder: string, manifest: Manifest | undefined): Promise<StateContent> {
  const market = new SellerListings()
  if (manifest === undefined)
    return {
      market,
      judgements: [],
      register: new NetworkRegister(),
      model: undefined,
      graph: undefined,
      // Digests of cards are compared with those of later runs.
      cardKey: randomBytes(32),
    }
  for (const file of manifest.listings)
    for (const listing of await readValues<ReadListing>(folder, file)) market.add(listing)
  market.settle()
  const judgements: Judgement[] = []
  for (const file of manifest.judgements)
    judgements.push(...(await readValues<Judgement>(folder, file)))
  const register = new NetworkRegister()
  for (const file of manifest.events) register.add(await readValues<NetworkEvent>(folder, file))
  let key = ''
  for await (const line of readLines(folder, manifest.cardKey)) key = line
  return {
    market,
    judgements,
    register,
    model: await readModel(join(folder, manifest.model.file)),
    graph:
      manifest.version === version ? await readGraph(readLines(folder, manifest.graph)) : undefined,
    cardKey: Buffer.from(key, 'hex'),
  }
}

/** Removes the files that no manifest names any more. */
async function removeOthers(folder: string, manifest: Manifest): Promise<void> {
  const { model, cardKey, graph, listings, judgements, events } = manifest
  const kept = new Set(
    [model, cardKey, graph, ...listings, ...judgements, ...events].map(({ file }) => file),
  )
  kept.add(nameOf(manifest.run))
  for (const name of await readdir(folder))
    if (ownName.test(name) && !kept.has(name)) await rm(join(folder, name), { force: true })
}
