import { layoutGraph, type LayoutInput } from './layout.ts'

// The page’s script keeps answering while a large graph is laid out.
self.addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => {
  const places = layoutGraph(data)
  self.postMessage(places, { transfer: [places.buffer] })
})
