import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { PictureMatcher, servePictureMatcher, Vocabulary } from '../../src/image/index.ts'

const words = readFileSync(
  join(import.meta.dirname, '..', '..', 'visual-vocabulary', 'visual-vocabulary.bin'),
)
if (parentPort) servePictureMatcher(parentPort, new PictureMatcher(new Vocabulary(words)))
