/** Just enough of Protocol Buffers and of ONNX to write small networks as bytes (onnx.proto, IR 8, operators 13). */

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]
const bytesOf = (text: string): number[] => [...Buffer.from(text, 'utf8')]
const int = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)]
const part = (field: number, content: number[] | string): number[] => {
  const bytes = typeof content === 'string' ? bytesOf(content) : content
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes]
}

const FLOAT = 1
const INT64 = 7

/** A value's type: floats of this shape; a word is a side that is left open. */
function value(name: string, shape: (number | string)[]): number[] {
  const dims = shape.flatMap((side) =>
    part(1, typeof side === 'number' ? int(1, side) : part(2, side)),
  )
  const tensor = part(1, [...int(1, FLOAT), ...part(2, dims)])
  return [...part(1, name), ...part(2, tensor)]
}

function floats(name: string, shape: number[], data: number[]): number[] {
  return [
    ...shape.flatMap((side) => int(1, side)),
    ...int(2, FLOAT),
    ...part(8, name),
    ...part(9, [...new Uint8Array(Float32Array.from(data).buffer)]),
  ]
}

function wholes(name: string, data: number[]): number[] {
  const bytes = [...new Uint8Array(BigInt64Array.from(data, BigInt).buffer)]
  return [...int(1, data.length), ...int(2, INT64), ...part(8, name), ...part(9, bytes)]
}

interface Node {
  op: string
  inputs: string[]
  output: string
  /** Attributes that are lists of whole numbers. */
  lists?: Record<string, number[]>
}

function node({ op, inputs, output, lists = {} }: Node): number[] {
  return [
    ...inputs.flatMap((input) => part(1, input)),
    ...part(2, output),
    ...part(4, op),
    ...Object.entries(lists).flatMap(([name, values]) =>
      part(5, [...part(1, name), ...values.flatMap((element) => int(8, element)), ...int(20, 7)]),
    ),
  ]
}

interface Graph {
  nodes: Node[]
  weights?: number[][]
  input: (number | string)[]
  output: (number | string)[]
  metadata: Record<string, string>
}

function model({ nodes, weights = [], input, output, metadata }: Graph): Uint8Array {
  const graph = [
    ...nodes.flatMap((element) => part(1, node(element))),
    ...part(2, 'tiny'),
    ...weights.flatMap((weight) => part(5, weight)),
    ...part(11, value('picture', input)),
    ...part(12, value('answer', output)),
  ]
  return Uint8Array.from([
    ...int(1, 8),
    ...part(7, graph),
    ...part(8, [...part(1, ''), ...int(2, 13)]),
    ...Object.entries(metadata).flatMap(([key, metadataValue]) =>
      part(14, [...part(1, key), ...part(2, metadataValue)]),
    ),
  ])
}

/** Takes 16 × 16 pixels and returns the means of 4 × 4 squares of each colour, 48 numbers. */
export function tinyEmbedder(
  slot: string,
  over: Partial<Record<string, string>> = {},
  input: (number | string)[] = [1, 3, 16, 16],
): Uint8Array {
  return model({
    nodes: [
      {
        op: 'AveragePool',
        inputs: ['picture'],
        output: 'pooled',
        lists: { kernel_shape: [4, 4], strides: [4, 4] },
      },
      { op: 'Flatten', inputs: ['pooled'], output: 'answer' },
    ],
    input,
    output: [1, 48],
    metadata: { 'touchstone.slot': slot, 'touchstone.from': '0.9', ...plain(over) },
  })
}

/**
 * Takes 32 × 32 pixels and finds one mark in their left half, at rows 8 to 24, with a confidence equal to the
 * redness; and a second, of the next class, with a confidence equal to the blueness.
 */
export function tinyDetector(over: Partial<Record<string, string>> = {}): Uint8Array {
  const [red, blue] = [0, 2]
  const weights = Array.from({ length: 36 }, () => 0)
  weights[red * 12 + 4] = 1
  weights[blue * 12 + 6 + 4] = 1
  return model({
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['picture'], output: 'mean' },
      { op: 'Flatten', inputs: ['mean'], output: 'flat' },
      { op: 'MatMul', inputs: ['flat', 'weights'], output: 'sure' },
      { op: 'Add', inputs: ['sure', 'boxes'], output: 'told' },
      { op: 'Reshape', inputs: ['told', 'shape'], output: 'answer' },
    ],
    weights: [
      floats('weights', [3, 12], weights),
      floats('boxes', [12], [0, 8, 16, 24, 0, 0, 0, 8, 16, 24, 0, 1]),
      wholes('shape', [1, 2, 6]),
    ],
    input: [1, 3, 32, 32],
    output: [1, 2, 6],
    metadata: {
      'touchstone.slot': 'logo-detector',
      'touchstone.from': '0.3',
      'touchstone.mean': '0,0,0',
      'touchstone.deviation': '1,1,1',
      'touchstone.labels': '[{"label":"arrow","brand":"velmoraq"},{"label":"wave"}]',
      ...plain(over),
    },
  })
}

function plain(over: Partial<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(over).flatMap(([key, override]) =>
      override === undefined ? [] : [[key, override]],
    ),
  )
}
