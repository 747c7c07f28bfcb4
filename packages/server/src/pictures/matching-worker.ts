import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { deserialize } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import {
  FeatureIndex,
  PictureMatcher,
  Vocabulary,
  type PictureDescription,
} from '@touchstone/recognition/image'
import type { ExplainedMatch, IndexName, MatchQuestions } from './matching.ts'
import { answerer } from './threads.ts'

type Question = {
  [Name in keyof MatchQuestions]: { name: Name } & MatchQuestions[Name]['ask']
}[keyof MatchQuestions]

/** Of pictures that were seen there are many more than of references: half the room is kept for each. */
const featuresOfSeen = 256

const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/picture-words'))
const vocabulary = new Vocabulary(await readFile(words))
const matchers: Record<IndexName, PictureMatcher> = {
  references: new PictureMatcher(vocabulary),
  seen: new PictureMatcher(vocabulary, { features: featuresOfSeen }),
}

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
        matchers[question.index].add(name, description)
        added++
      }
      return added
    }
    case 'remove':
      return question.names.filter((name) => matchers[question.index].remove(name)).length
    case 'match': {
      const { index, path, top, least } = question
      const found = matchers[index].match(await described(path), { top })
      return found.filter(({ score }) => score >= least)
    }
    case 'explain':
      return explained(await described(question.query), await described(question.reference))
  }
}

function explained(
  query: PictureDescription,
  reference: PictureDescription,
): ExplainedMatch | undefined {
  const matcher = new PictureMatcher(vocabulary)
  matcher.add('reference', reference)
  const [match] = matcher.match(query, { top: 1 })
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

/** Lines between more of them nobody tells apart. */
const mostPoints = 200

const port = parentPort
port?.on(
  'message',
  answerer((told) => port.postMessage(told), answer),
)
