import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ColourPicture, Point } from '../model.ts'
import { textOfSteps, type LineText } from './decode-line.ts'
import { cornersOf, linesIn, type Rectangle } from './lines.ts'
import { lineOf, searched, searchedSize, type Planes } from './tensors.ts'

/** A line of text in a picture. */
export interface ReadLine {
  text: string
  /** Its corners, in points of the picture, clockwise from where the text begins, at the top. */
  box: [Point, Point, Point, Point]
  /** How sure the letters are on average, 0 to 1. */
  confidence: number
}

/** PP-OCRv4's networks and the letters that the second of them knows, one a line. */
export interface TextModels {
  detector: Uint8Array
  recogniser: Uint8Array
  letters: string
}

/** Lines of one picture at the most, the largest. */
const mostLines = 100
/** Longest side at which a picture is searched for text. */
const LONGEST_SEARCHED = 960
/** Less sure lines are none: patterns and folds read as letters now and then. */
const SURE_FROM = 0.5
/** A line less sure than this is read upside down too. */
const UPRIGHT_FROM = 0.8
/** A line so many times as high as wide runs upwards or downwards. */
const TALL = 1.5

/** Reads lines of Latin and Chinese text, each with where it stands. */
export class TextReader {
  private readonly detector: Network
  private readonly recogniser: Network
  private readonly letters: readonly string[]

  private constructor(detector: Network, recogniser: Network, letters: readonly string[]) {
    this.detector = detector
    this.recogniser = recogniser
    this.letters = letters
  }

  /** Loads onnxruntime-node, an optional peer of this package; it computes in the calling thread. */
  static async open({ detector, recogniser, letters }: TextModels): Promise<TextReader> {
    const runtime = await import('onnxruntime-node')
    const network = async (bytes: Uint8Array): Promise<Network> => {
      const session = await runtime.InferenceSession.create(bytes, {
        ...{ intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
        logSeverityLevel: 3,
      })
      const tensor = ({ data, height, width }: Planes): Tensor =>
        new runtime.Tensor('float32', data, [1, 3, height, width])
      return new Network(session, tensor)
    }
    // The network ends with a space that the list leaves out.
    const known = [...letters.replace(/\r?\n$/, '').split(/\r?\n/), ' ']
    return new TextReader(await network(detector), await network(recogniser), known)
  }

  /** Lines from the top down and from the left, as far as they are sure enough to be read. */
  async linesIn(picture: ColourPicture): Promise<ReadLine[]> {
    const lines: ReadLine[] = []
    for (const rectangle of await this.find(picture)) {
      const read = await this.read(picture, rectangle)
      if (read.text !== '' && read.confidence >= SURE_FROM) lines.push(read)
    }
    return lines.sort((a, b) => a.box[0][1] - b.box[0][1] || a.box[0][0] - b.box[0][0])
  }

  private async find(picture: ColourPicture): Promise<Rectangle[]> {
    const size = searchedSize(picture, LONGEST_SEARCHED)
    const { data } = await this.detector.run(searched(picture, size))
    const [scaleX, scaleY] = [picture.width / size.width, picture.height / size.height]
    return linesIn({ ...size, data }, mostLines).map(({ centre: [x, y], width, height, angle }) => {
      // Both scales are equal but for the rounding to steps of the detector.
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      return {
        centre: [(x + 0.5) * scaleX - 0.5, (y + 0.5) * scaleY - 0.5],
        width: width * Math.hypot(cos * scaleX, sin * scaleY),
        height: height * Math.hypot(sin * scaleX, cos * scaleY),
        angle: Math.atan2(sin * scaleY, cos * scaleX),
      }
    })
  }

  /** The line as it reads best: as it lies, and where that says little, turned. */
  private async read(picture: ColourPicture, lying: Rectangle): Promise<ReadLine> {
    const upright = lying.height >= TALL * lying.width ? turned(lying, -1) : lying
    const first = await this.recognise(picture, upright)
    if (first.confidence >= UPRIGHT_FROM) return { ...first, box: cornersOf(upright) }
    const over = turned(turned(upright, 1), 1)
    const second = await this.recognise(picture, over)
    if (second.confidence > first.confidence) return { ...second, box: cornersOf(over) }
    return { ...first, box: cornersOf(upright) }
  }

  private async recognise(picture: ColourPicture, rectangle: Rectangle): Promise<LineText> {
    const { data, dims } = await this.recogniser.run(lineOf(picture, rectangle))
    const [, count = 0, classes = 0] = dims
    return textOfSteps({ count, classes, data }, this.letters)
  }
}

/** The same rectangle read from another side: a quarter to the right for each turn. */
function turned({ centre, width, height, angle }: Rectangle, quarters: 1 | -1): Rectangle {
  return { centre, width: height, height: width, angle: angle + (quarters * Math.PI) / 2 }
}

class Network {
  private readonly session: InferenceSession
  private readonly tensor: (planes: Planes) => Tensor

  constructor(session: InferenceSession, tensor: (planes: Planes) => Tensor) {
    this.session = session
    this.tensor = tensor
  }

  async run(planes: Planes): Promise<{ data: Float32Array; dims: readonly number[] }> {
    const [input = '', output = ''] = [this.session.inputNames[0], this.session.outputNames[0]]
    const answer = await this.session.run({ [input]: this.tensor(planes) })
    const { data, dims } = answer[output] as Tensor
    return { data: data as Float32Array, dims }
  }
}
