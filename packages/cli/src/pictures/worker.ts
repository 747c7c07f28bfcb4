import { parentPort } from 'node:worker_threads'
import { describeFile } from './describe-file.ts'
import type { Answer, Question } from './describers.ts'

const port = parentPort
port?.on('message', ({ id, path }: Question) => {
  void describeFile(path).then((described) => {
    const answer: Answer = { id, described }
    port.postMessage(answer)
  })
})
