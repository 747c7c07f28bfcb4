import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  decodePicture,
  describePicture,
  PictureMatcher,
  Vocabulary,
  type AlikePicture,
  type MatchKind,
  type PictureDescription,
} from '@touchstone/recognition/image'
import sharpPhash from 'sharp-phash'
import type { Benchmark } from './build-benchmark.ts'

// Its types call it a default export, which it is not.
const phash = sharpPhash as unknown as (picture: Uint8Array) => Promise<string>

/** The reference that a way of matching finds in a picture, and its score. */
export interface Answer {
  reference: number
  score: number
}

export const systemNames = ['PDQ', 'PDQ, references × 8', 'pHash', 'Touchstone'] as const
export type SystemName = (typeof systemNames)[number]
export type Answers = Record<SystemName, Answer | undefined>

interface Described {
  description: PictureDescription
  /** 64 bits of sharp-phash, in two words. */
  phash: Uint32Array
}

/** Each system's answers to a query, and the result of features alone, whatever their score. */
export interface SystemAnswers {
  answers: Answers
  /** The kind that Touchstone gives its answer. */
  kind: MatchKind | undefined
  alike: Pick<AlikePicture, 'name' | 'evidence' | 'unlike'>[]
  /** All results of Touchstone: their probability, and whether the picture shows them. */
  listed: { reference: number; score: number; kind: MatchKind }[]
}

/** Asks every system about every question. */
export async function* answersTo({
  folder,
  references,
  questions,
}: Benchmark): AsyncGenerator<SystemAnswers> {
  const known: Described[] = []
  const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))
  const vocabulary = new Vocabulary(await readFile(words))
  const matcher = new PictureMatcher(vocabulary)
  const paths = (of: readonly { file: string }[]): string[] =>
    of.map(({ file }) => join(folder, file))
  for await (const described of inTurn(paths(references))) {
    const number = String(known.push(described) - 1)
    matcher.add(number, described.description)
  }
  for await (const query of inTurn(paths(questions))) {
    const matches = matcher.match(query.description)
    const [match] = matches
    const pdq = query.description.pdq.codes.subarray(0, 8)
    const codesOf = (orientations: number) => (other: Described) =>
      Math.min(
        ...Array.from({ length: orientations }, (_, each) =>
          bitsApart(pdq, other.description.pdq.codes.subarray(each * 8, each * 8 + 8)),
        ),
      )
    const answers = {
      PDQ: nearest(known, codesOf(1)),
      'PDQ, references × 8': nearest(known, codesOf(8)),
      pHash: nearest(known, (other) => bitsApart(query.phash, other.phash)),
      Touchstone: match && { reference: Number(match.reference), score: match.score },
    }
    const alike = matcher.alike(query.description)
    yield {
      answers,
      kind: match?.kind,
      alike: alike.map(({ name, evidence, unlike }) => ({ name, evidence, unlike })),
      listed: matches.map(({ reference, score, kind }) => ({
        reference: Number(reference),
        score,
        kind,
      })),
    }
  }
}

/** Pictures are unpacked while those before them are asked about. */
const underway = 3

async function* inTurn(paths: readonly string[]): AsyncGenerator<Described> {
  const begun: Promise<Described>[] = []
  for (const [at, path] of [...paths, ...Array<undefined>(underway).fill(undefined)].entries()) {
    if (path !== undefined) begun.push(describe(path))
    if (at >= underway) yield await (begun.shift() as Promise<Described>)
  }
}

async function describe(path: string): Promise<Described> {
  const bytes = await readFile(path)
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) throw new Error(`${path}: ${decoding.refusal.message}`)
  const bits = await phash(bytes)
  const words = [bits.slice(0, 32), bits.slice(32)].map((half) => Number.parseInt(half, 2))
  return { description: describePicture(decoding.picture), phash: Uint32Array.from(words) }
}

function nearest(known: readonly Described[], apart: (other: Described) => number): Answer {
  let best = { reference: -1, score: -Infinity }
  known.forEach((other, reference) => {
    const score = -apart(other)
    if (score > best.score) best = { reference, score }
  })
  return best
}

function bitsApart(one: Uint32Array, other: Uint32Array): number {
  let bits = 0
  one.forEach((word, at) => {
    for (let rest = (word ^ (other[at] ?? 0)) >>> 0; rest !== 0; rest &= rest - 1) bits++
  })
  return bits
}
