import { Button, type ButtonProps } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'

/** Copies a text; not rendered where the browser forbids copying, as over plain HTTP. */
export function CopyButton({
  text,
  size,
  of,
}: {
  text: string
  /** What is copied, where there are several. */
  of?: string
} & Pick<ButtonProps, 'size'>): ReactNode {
  const { t, labelled } = useText()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  const label = copied ? t('state.copied') : t('state.copy')
  if (!('clipboard' in navigator)) return null
  return (
    <Button
      {...(size && { size })}
      {...(of !== undefined && { 'aria-label': labelled(label, of) })}
      variant="default"
      onClick={() => void copy()}
    >
      {label}
    </Button>
  )
}
