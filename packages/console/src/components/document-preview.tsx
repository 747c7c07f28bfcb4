import { lazy, Suspense, type ReactNode } from 'react'
import { withMessages } from '../messages/index.ts'
import { Loading } from './page-states.tsx'

/** Loaded with its messages when a page first previews a document. */
const DrawnDocument = lazy(async () => {
  const loaded = await withMessages(['document-preview'], import('./drawn-document.tsx'))
  return { default: loaded.DrawnDocument }
})

export type DocumentPreviewProps = {
  /** Where the server has the file. */
  address: string
  name: string
  mediaType: 'application/pdf' | 'image/png' | 'image/jpeg'
}

/** A stranger's document in the page, without anything that it may run, link to or load. */
export function DocumentPreview(document: DocumentPreviewProps): ReactNode {
  return (
    <Suspense fallback={<Loading />}>
      <DrawnDocument key={document.address} {...document} />
    </Suspense>
  )
}
