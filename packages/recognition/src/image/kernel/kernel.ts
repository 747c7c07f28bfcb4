import { kernelBinary } from './binary.ts'

interface Exports {
  memory: { readonly buffer: ArrayBuffer }
  forget(): void
  take(bytes: number): number
  place(pixels: number): number
  detect(
    source: number,
    width: number,
    height: number,
    columns: number,
    rows: number,
    floor: number,
  ): number
  candidates(): number
  choose(count: number): number
  room(features: number): number
  describe(chosen: number, count: number, most: number, result: number): number
  placeWords(first: number, second: number, third: number): number
  readWords(at: number): void
  nameWords(
    descriptors: number,
    count: number,
    most: number,
    mirrored: boolean,
    words: number,
    signatures: number,
  ): void
  placeLists(words: number): number
  look(
    features: number,
    most: number,
    words: number,
    signatures: number,
    limit: number,
    total: number,
    scores: number,
    own: number,
    touched: number,
    hits: number,
  ): number
  keepCheap(words: number, features: number, most: number, budget: number, room: number): void
  chooseBest(
    touched: number,
    count: number,
    scores: number,
    norms: number,
    most: number,
    best: number,
  ): number
}

/** The kernel with its own memory. An allocation may move it, so views are created afterwards. */
export type Kernel = Exports

// The engine is compiled without the types of any platform; all that run it have these two.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}
declare const atob: (base64: string) => string

let compiled: object | undefined

/** Starts the kernel; it is compiled once. */
export function startKernel(): Kernel {
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(kernelBinary), (character) => character.charCodeAt(0)),
  )
  return new WebAssembly.Instance(compiled).exports as Kernel
}
