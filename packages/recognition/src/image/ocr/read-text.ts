import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ColourPicture, Point } from '../model.ts'
import { reversed, type Arc } from './arc-lines.ts'
import { comparableLetters, likelyLetters, textOfSteps } from './decode-line.ts'
import type { ValueMap } from './point-groups.ts'
import { linesIn, type DetectedLine } from './text-lines.ts'
import { cornersOf, holds, turned, type Rectangle } from './rectangles.ts'
import { enlargement, faintTextAreas } from './faint-text.ts'
import { lineOf, searched, searchedSize, stepped, type Area, type Planes } from './tensors.ts'

/** A line of text in a picture. */
export interface ReadLine {
  text: string
  /** Its corners, in points of the picture, clockwise from where the text begins, at the top. */
  box: [Point, Point, Point, Point]
  /** How sure the letters are on average, 0 to 1. */
  confidence: number
  /** If they are unsure: for each step along the line the probability of each letter, with '' for none. */
  letters?: Record<string, number>[]
}

/** PP-OCRv4's networks and the letters that the second of them knows, one a line. */
export interface TextModels {
  detector: Uint8Array
  recogniser: Uint8Array
  letters: string
}

/** Maximum lines of one picture: the largest of each pass, and those with the most text. */
const mostLines = 100
/** Longest side at which a picture is searched for text. */
const MAX_SEARCHED_SIDE = 960
/** Less sure lines are none: patterns and folds read as letters now and then. */
const SURE_FROM = 0.5
/** A line less sure than this is read upside down too. */
const UPRIGHT_FROM = 0.8
/** A line this many times as high as wide runs upwards or downwards. */
const TALL = 1.5
/** A line less sure than this is read mirrored too, and looked at again. */
const READ_FROM = 0.9
/** Many letters resemble others in a mirror: a mirrored line must be this much surer. */
const MIRRORED_SURER = 0.1
/** Lines so high in points of the map are read as well as they can be. */
const LARGE = 40
/** Alternative letters are returned for lines less sure than this, up to this many Latin letters and steps. */
const CERTAIN_FROM = 0.99
const MIN_LETTERS = 4
const MAX_STEPS = 64

/** Reads lines of Latin and Chinese text, each with its position. */
export class TextReader {
  private readonly detector: Network
  private readonly recogniser: Network
  private readonly letters: readonly string[]
  private readonly compared: readonly (string | undefined)[]

  private constructor(detector: Network, recogniser: Network, letters: readonly string[]) {
    this.detector = detector
    this.recogniser = recogniser
    this.letters = letters
    this.compared = comparableLetters(letters)
  }

  /** Loads onnxruntime-node, an optional peer of this package; it computes in the calling thread. */
  static async open({ detector, recogniser, letters }: TextModels): Promise<TextReader> {
    const runtime = await import('onnxruntime-node')
    const network = async (bytes: Uint8Array): Promise<Network> => {
      const session = await runtime.InferenceSession.create(bytes, {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: 'sequential',
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

  /**
   * Lines from the top down and from the left, as far as they are sure enough to be read. Where the detector
   * sees hardly anything it looks again, closer.
   */
  async linesIn(picture: ColourPicture): Promise<ReadLine[]> {
    const whole = { left: 0, top: 0, width: picture.width, height: picture.height }
    const first = await this.detectLines(picture, whole, searchedSize(picture, MAX_SEARCHED_SIDE))
    const passes = [await this.readAll(picture, first.detected)]
    const { map, scaleX, scaleY } = first
    const read = passes.flat().filter(({ line }) => line.confidence >= READ_FROM)
    const places = read.map(({ rectangle }) => scaled(rectangle, 1 / scaleX, 1 / scaleY))
    for (const place of faintTextAreas(map, places.filter(isLarge))) {
      const closer = enlargement(place)
      const size = { width: stepped(place.width * closer), height: stepped(place.height * closer) }
      const part = {
        left: place.left * scaleX,
        top: place.top * scaleY,
        width: place.width * scaleX,
        height: place.height * scaleY,
      }
      const { detected } = await this.detectLines(picture, part, size)
      passes.push(await this.readAll(picture, detected))
    }
    const lines = eachOnce(passes).slice(0, mostLines)
    return lines.sort((a, b) => a.box[0][1] - b.box[0][1] || a.box[0][0] - b.box[0][0])
  }

  /** Searches a part of a picture for text, at another size. */
  private async detectLines(
    picture: ColourPicture,
    part: Area,
    size: { width: number; height: number },
  ): Promise<{ map: ValueMap; detected: DetectedLine[]; scaleX: number; scaleY: number }> {
    const { data } = await this.detector.run(searched(picture, part, size))
    const map = { ...size, data }
    const [scaleX, scaleY] = [part.width / size.width, part.height / size.height]
    const placed = <Shape extends Rectangle | Arc>(shape: Shape): Shape => {
      const there = scaled(shape, scaleX, scaleY)
      return { ...there, centre: [part.left + there.centre[0], part.top + there.centre[1]] }
    }
    const detected = linesIn(map, mostLines).map(({ rectangle, arc }): DetectedLine => ({
      rectangle: placed(rectangle),
      ...(arc && { arc: placed(arc) }),
    }))
    return { map, detected, scaleX, scaleY }
  }

  private async readAll(
    picture: ColourPicture,
    detected: readonly DetectedLine[],
  ): Promise<PlacedLine[]> {
    const read: PlacedLine[] = []
    for (const foundLine of detected) {
      const line = await this.read(picture, foundLine)
      if (line.text === '' || line.confidence < SURE_FROM) continue
      read.push({ line, rectangle: foundLine.rectangle })
    }
    return read
  }

  /** The best reading of a line: as it is, along its arc, and if that yields little, rotated and mirrored. */
  private async read(picture: ColourPicture, { rectangle, arc }: DetectedLine): Promise<ReadLine> {
    const upright = rectangle.height >= TALL * rectangle.width ? turned(rectangle, -1) : rectangle
    const bent = arc === undefined ? [] : [along(arc, rectangle)]
    let best = await this.most(picture, cutOf(upright), ...bent)
    if (best.confidence < UPRIGHT_FROM) {
      const back = arc === undefined ? [] : [along(reversed(arc), rectangle)]
      const over = turned(turned(upright, 1), 1)
      best = moreOf(best, await this.most(picture, cutOf(over), ...back))
    }
    if (best.confidence >= READ_FROM) return best
    // Phones mirror pictures of their owner, and sellers mirror photos that they took elsewhere.
    const mirroredLine = await this.most(picture, mirrored(cutOf(upright)), ...bent.map(mirrored))
    const least = Math.max(UPRIGHT_FROM, best.confidence + MIRRORED_SURER)
    return mirroredLine.confidence < least ? best : moreOf(best, mirroredLine)
  }

  /** The reading of the crop with the most sure letters. */
  private async most(picture: ColourPicture, first: Cut, ...rest: Cut[]): Promise<ReadLine> {
    let best = await this.recognise(picture, first)
    for (const cut of rest) best = moreOf(best, await this.recognise(picture, cut))
    return best
  }

  private async recognise(picture: ColourPicture, cut: Cut): Promise<ReadLine> {
    const { data, dims } = await this.recogniser.run(lineOf(picture, cut.shape, cut))
    const [, count = 0, classes = 0] = dims
    const steps = { count, classes, data }
    const { text, confidence } = textOfSteps(steps, this.letters)
    const line = { text, confidence, box: cornersOf(cut.rectangle) }
    const latin = text.match(/[A-Za-z]/g)?.length ?? 0
    if (confidence >= CERTAIN_FROM || latin < MIN_LETTERS) return line
    const letters = likelyLetters(steps, this.compared)
    return letters.length > MAX_STEPS ? line : { ...line, letters }
  }
}

/** A crop of a picture that is read as one line, and the rectangle of the line. */
interface Cut {
  shape: Rectangle | Arc
  rectangle: Rectangle
  mirrored: boolean
}

function cutOf(rectangle: Rectangle): Cut {
  return { shape: rectangle, rectangle, mirrored: false }
}

function mirrored(cut: Cut): Cut {
  return { ...cut, mirrored: true }
}

/** An arc as a line in its bounding rectangle. */
function along(arc: Arc, rectangle: Rectangle): Cut {
  return { shape: arc, rectangle: facing(rectangle, arc), mirrored: false }
}

/** Of two readings of one line, the one with more sure letters. */
function moreOf(one: ReadLine, other: ReadLine): ReadLine {
  return lettersIn(other) > lettersIn(one) ? other : one
}

function isLarge({ width, height }: Rectangle): boolean {
  return Math.min(width, height) >= LARGE
}

/** A line that was read, and the rectangle in which it was found. */
interface PlacedLine {
  line: ReadLine
  rectangle: Rectangle
}

/** Lines found at one place in several passes, each once: the reading with the most sure letters. */
function eachOnce(passes: readonly PlacedLine[][]): ReadLine[] {
  const placedLines: (PlacedLine & { pass: number })[] = []
  const all = passes.flatMap((lines, pass) => lines.map((line) => ({ ...line, pass })))
  for (const candidate of all.sort((a, b) => lettersIn(b.line) - lettersIn(a.line))) {
    const isKnown = placedLines.some(
      (other) => other.pass !== candidate.pass && areOnePlace(other.rectangle, candidate.rectangle),
    )
    if (!isKnown) placedLines.push(candidate)
  }
  return placedLines.map(({ line }) => line)
}

/** The number of letters, each weighted by its confidence. */
function lettersIn({ text, confidence }: ReadLine): number {
  return text.replaceAll(' ', '').length * confidence
}

/** Whether the centre of either rectangle is within the other. */
function areOnePlace(one: Rectangle, other: Rectangle): boolean {
  return holds(other, one.centre) || holds(one, other.centre)
}

/** The same shape in other pixels; both scales are equal except for rounding. */
function scaled<Shape extends Rectangle | Arc>(
  shape: Shape,
  scaleX: number,
  scaleY: number,
): Shape {
  const [cos, sin] = [Math.cos(shape.angle), Math.sin(shape.angle)]
  const [x, y] = shape.centre
  const there = {
    centre: [(x + 0.5) * scaleX - 0.5, (y + 0.5) * scaleY - 0.5],
    ...('radius' in shape && { radius: shape.radius * Math.sqrt(scaleX * scaleY) }),
    width: shape.width * Math.hypot(cos * scaleX, sin * scaleY),
    height: shape.height * Math.hypot(sin * scaleX, cos * scaleY),
    angle: Math.atan2(sin * scaleY, cos * scaleX),
  }
  return { ...shape, ...there }
}

/** The rectangle around an arc, turned to where its letters go. */
function facing(rectangle: Rectangle, { angle, inward }: Arc): Rectangle {
  const runs = angle + (inward ? -Math.PI / 2 : Math.PI / 2)
  const quarters = Math.round((runs - rectangle.angle) / (Math.PI / 2))
  let rotated = rectangle
  for (let turns = ((quarters % 4) + 4) % 4; turns > 0; turns--) rotated = turned(rotated, 1)
  return rotated
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
