import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, type Expression } from './expressions.ts'

const file = join(import.meta.dirname, 'checked-expressions.txt')

/** Digests of the expressions that were checked before, which takes a second for some. */
export function readChecked(): ReadonlySet<string> {
  return new Set(existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [])
}

export function writeChecked(expressions: readonly Expression[]): void {
  writeFileSync(file, `${expressions.map(digestOf).toSorted().join('\n')}\n`)
}

/**
 * Expressions that a long text would make slow, and that never get one: each with the most
 * characters that reach it and what bounds them.
 */
export const bounded: Readonly<Record<string, { characters: number; by: string }>> = {}
