import { parentPort, workerData } from 'node:worker_threads'
import { PictureReader } from '@touchstone/recognition/image'
import type { NetworkFileNames } from '@touchstone/server/config'
import { SerialQueue } from '@touchstone/server/serial-queue'
import { openNetworks } from './open-networks.ts'
import { loadedMessage, type FileResult, type FileRequest } from './image-threads.ts'
import { readFile, type FileReading } from './read-image-file.ts'
import { readingParts } from './load-reading-models.ts'

const port = parentPort
const { codes, text } = await readingParts()
const { text: readsText, networks: names } = workerData as {
  text: boolean
  networks: NetworkFileNames
}
const networks = await openNetworks(names)
const reader = await PictureReader.open({ codes, networks, ...(readsText && text && { text }) })
const queue = new SerialQueue()
port?.on('message', ({ id, path }: FileRequest) => {
  // One at a time, so that at most one decoded picture is in memory.
  void queue.run(async () => {
    const answer: FileResult<FileReading> = { id, result: await readFile(path, reader) }
    port.postMessage(answer)
  })
})
port?.postMessage(loadedMessage)
