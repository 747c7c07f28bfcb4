import { useId, useState, type DragEvent, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './file-drop.module.css'
import { Icon } from './icon.tsx'

export type FileDropProps = { label: string; hint: string } & (
  | { onFile: (file: File) => void; onFiles?: undefined }
  | { onFile?: undefined; onFiles: (files: readonly File[]) => void }
)

/** Accepts one or several files, dropped or chosen. */
export function FileDrop({ label, hint, onFile, onFiles }: FileDropProps): ReactNode {
  const { t } = useText()
  const id = useId()
  const [over, setOver] = useState(false)
  const take = (files: FileList | null): void => {
    const [file] = files ?? []
    if (file === undefined) return
    if (onFiles) onFiles([...(files ?? [])])
    else onFile(file)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="import" size={24} />
      <strong>{label}</strong>
      <span id={`${id}-hint`}>{hint}</span>
      <label className={styles.choose}>
        {t('file.choose')}
        <input
          className="only-read-aloud"
          type="file"
          multiple={onFiles !== undefined}
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget }) => {
            take(currentTarget.files)
            // Allows choosing the same file again after correcting it.
            currentTarget.value = ''
          }}
        />
      </label>
    </div>
  )
}
