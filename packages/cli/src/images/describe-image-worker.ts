import { parentPort, workerData } from 'node:worker_threads'
import type { NetworkFileNames } from '@touchstone/server/config'
import { describeFile, type Described } from './describe-image-file.ts'
import { openNetworks } from './open-networks.ts'
import { loadedMessage, type FileResult, type FileRequest } from './image-threads.ts'

const port = parentPort
const networks = openNetworks((workerData as { networks: NetworkFileNames }).networks)
port?.on('message', ({ id, path }: FileRequest) => {
  void networks
    .then((opened) => describeFile(path, opened))
    .then((result) => {
      const answer: FileResult<Described> = { id, result }
      port.postMessage(answer)
    })
})
void networks.then(() => port?.postMessage(loadedMessage))
