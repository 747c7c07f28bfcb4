import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, type Expression } from './expressions.ts'

const file = join(import.meta.dirname, 'checked-expressions.txt')

/** Digests of expressions that passed before, since checking takes a second for some. */
export function readChecked(): ReadonlySet<string> {
  return new Set(existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [])
}

export function writeChecked(expressions: readonly Expression[]): void {
  writeFileSync(file, `${expressions.map(digestOf).toSorted().join('\n')}\n`)
}

/**
 * Expressions that a long text would slow down, but that never receive one: each with the maximum number of
 * characters that reach it and the code that limits them.
 */
export const bounded: Readonly<Record<string, { characters: number; by: string }>> = {}
