import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { deserialize } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import {
  FeatureIndex,
  PictureMatcher,
  Vocabulary,
  type PictureDescription,
  type PictureMatch,
} from '@touchstone/recognition/image'
import { ImageIndex } from './image-index.ts'
import type { ExplainedMatch, MatchRequests } from './match-thread.ts'
import { createResponder } from '../../platform/request-thread/index.ts'

type Question = {
  [Name in keyof MatchRequests]: { name: Name } & MatchRequests[Name]['ask']
}[keyof MatchRequests]

/** Enough to find candidates, which are then compared with all features. */
const featuresKept = 256
/** Similar references to a match, some of which may belong to other owners. */
const mostTwins = 20
/** More connecting lines are indistinguishable. */
const mostPoints = 200

const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))
const vocabulary = new Vocabulary(await readFile(words))
const matcher = new PictureMatcher(vocabulary)
const references = new ImageIndex(vocabulary, { features: featuresKept })
const seenImages = new ImageIndex(vocabulary, { features: featuresKept })
const stored = new Map<string, { path: string; owners: string[] }>()

async function described(path: string): Promise<PictureDescription> {
  return deserialize(await readFile(path)) as PictureDescription
}

async function answer(question: Question): Promise<unknown> {
  switch (question.name) {
    case 'add': {
      let added = 0
      for (const { name, path, owners = [] } of question.entries) {
        // A picture deleted meanwhile is simply not found.
        const description = await described(path).catch(() => undefined)
        if (description === undefined) continue
        if (question.index === 'seen') seenImages.add(name, description)
        else {
          matcher.add(name, description)
          references.add(name, description)
          stored.set(name, { path, owners })
        }
        added++
      }
      return added
    }
    case 'remove':
      return question.names.filter((name) => {
        if (question.index === 'seen') return seenImages.remove(name)
        references.remove(name)
        stored.delete(name)
        return matcher.remove(name)
      }).length
    case 'match':
      return matched(question)
    case 'suggest':
      return matcher.suggest(await described(question.path), { top: question.top })
    case 'alike':
      return seenImages.alike(await described(question.path), question.most)
    case 'explain':
      return explained(await described(question.query), await described(question.reference))
  }
}

/**
 * The references that a picture shows. Of those that claim the same part, a matcher returns only the likeliest, so
 * that another owner's would hide this one's. References similar to a match, of owners without one, are therefore
 * compared again, separately by owner.
 */
async function matched({
  path,
  top,
  least,
}: MatchRequests['match']['ask']): Promise<PictureMatch[]> {
  const query = await described(path)
  const matches = matcher.match(query, { top }).filter(({ score }) => score >= least)
  const covered = new Set(matches.flatMap(({ reference }) => stored.get(reference)?.owners ?? []))
  const hidden = new Map<string, Set<string>>()
  for (const { reference } of matches) {
    const original = stored.get(reference)
    if (original === undefined) continue
    for (const name of references.alike(await described(original.path), mostTwins)) {
      for (const owner of stored.get(name)?.owners ?? []) {
        if (!covered.has(owner)) hidden.set(owner, (hidden.get(owner) ?? new Set()).add(name))
      }
    }
  }
  const parts = new Map<string, PictureMatch>()
  for (const names of hidden.values()) {
    const own = new PictureMatcher(vocabulary)
    for (const name of names) own.add(name, await described(stored.get(name)?.path ?? ''))
    for (const match of own.match(query, { top })) {
      if (match.score >= least) parts.set(match.reference, match)
    }
  }
  return [...matches, ...parts.values()].sort((one, other) => other.score - one.score)
}

function pairOf(
  query: PictureDescription,
  reference: PictureDescription,
): PictureMatch | undefined {
  const pair = new PictureMatcher(vocabulary)
  pair.add('reference', reference)
  return pair.match(query, { top: 1 })[0]
}

function explained(
  query: PictureDescription,
  reference: PictureDescription,
): ExplainedMatch | undefined {
  const match = pairOf(query, reference)
  if (match === undefined) return undefined
  const index = new FeatureIndex(vocabulary)
  index.add('reference', reference.features)
  const [points] = index.match(query.features, { top: 1 })
  return {
    ...match,
    queryPoints: (points?.queryPoints ?? []).slice(0, mostPoints),
    referencePoints: (points?.referencePoints ?? []).slice(0, mostPoints),
  }
}

const port = parentPort
port?.on(
  'message',
  createResponder((response) => port.postMessage(response), answer),
)
