import { parentPort } from 'node:worker_threads'
import { describeFile, type Described } from './describe-file.ts'
import type { Answer, Question } from './picture-threads.ts'

const port = parentPort
port?.on('message', ({ id, path }: Question) => {
  void describeFile(path).then((result) => {
    const answer: Answer<Described> = { id, result }
    port.postMessage(answer)
  })
})
