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
import { Heap } from './heap.ts'
import type { ExplainedMatch, MatchQuestions } from './matching.ts'
import { answerer } from './threads.ts'

type Question = {
  [Name in keyof MatchQuestions]: { name: Name } & MatchQuestions[Name]['ask']
}[keyof MatchQuestions]

/** Enough to find what may be alike; it is held against each other with all of them. */
const featuresKept = 256
/** References that are alike to one that was found are held against a picture besides. */
const mostTwins = 20
/** Lines between more of them nobody tells apart. */
const mostPoints = 200

const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/picture-words'))
const vocabulary = new Vocabulary(await readFile(words))
const matcher = new PictureMatcher(vocabulary)
const references = new Heap(vocabulary, { features: featuresKept })
const seen = new Heap(vocabulary, { features: featuresKept })
const paths = new Map<string, string>()

async function described(path: string): Promise<PictureDescription> {
  return deserialize(await readFile(path)) as PictureDescription
}

async function answer(question: Question): Promise<unknown> {
  switch (question.name) {
    case 'add': {
      let added = 0
      for (const { name, path } of question.entries) {
        // One that went meanwhile is not found, which is all that was asked for.
        const description = await described(path).catch(() => undefined)
        if (description === undefined) continue
        if (question.index === 'seen') seen.add(name, description)
        else {
          matcher.add(name, description)
          references.add(name, description)
          paths.set(name, path)
        }
        added++
      }
      return added
    }
    case 'remove':
      return question.names.filter((name) => {
        if (question.index === 'seen') return seen.remove(name)
        references.remove(name)
        paths.delete(name)
        return matcher.remove(name)
      }).length
    case 'match':
      return matched(question)
    case 'alike':
      return seen.alike(await described(question.path), question.most)
    case 'explain':
      return explained(await described(question.query), await described(question.reference))
  }
}

/**
 * What a picture shows. Of references that claim the same part of it a matcher tells the likeliest alone; those
 * that are alike to one that was found may be another organisation's, and are held against it by themselves.
 */
async function matched({
  path,
  top,
  least,
}: MatchQuestions['match']['ask']): Promise<PictureMatch[]> {
  const query = await described(path)
  const found = matcher.match(query, { top }).filter(({ score }) => score >= least)
  const names = new Set(found.map(({ reference }) => reference))
  const twins = new Set<string>()
  for (const name of names) {
    const original = paths.get(name)
    if (original === undefined) continue
    for (const twin of references.alike(await described(original), mostTwins)) {
      if (!names.has(twin)) twins.add(twin)
    }
  }
  for (const twin of twins) {
    const match = pairOf(query, await described(paths.get(twin) ?? ''), twin)
    if (match !== undefined && match.score >= least) found.push(match)
  }
  return found.sort((one, other) => other.score - one.score)
}

function pairOf(
  query: PictureDescription,
  reference: PictureDescription,
  name = 'reference',
): PictureMatch | undefined {
  const pair = new PictureMatcher(vocabulary)
  pair.add(name, reference)
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
  answerer((told) => port.postMessage(told), answer),
)
