import type { Shown } from './number-formats.ts'

type Style = { data: string | undefined; parent: string | undefined; isHidden: boolean }

/** Styles of an OpenDocument spreadsheet, in as much as they say what is read: whether a sheet is shown, and how much of a date. */
export class OdsStyles {
  readonly #styles = new Map<string, Style>()
  readonly #dates = new Map<string, Shown>()
  #style: Style | undefined
  #date: Shown | undefined

  open(name: string, attributes: Record<string, string>) {
    const styleName = attributes['style:name']
    switch (name) {
      case 'number:date-style':
        this.#date = { year: false, month: false, day: false, time: false, elapsed: false }
        if (styleName) this.#dates.set(styleName, this.#date)
        break
      case 'number:year':
      case 'number:month':
      case 'number:day':
        if (this.#date) this.#date[name.slice(7) as 'year'] = true
        break
      case 'number:hours':
      case 'number:minutes':
        if (this.#date) this.#date.time = true
        break
      case 'style:style':
        this.#style = {
          data: attributes['style:data-style-name'],
          parent: attributes['style:parent-style-name'],
          isHidden: false
        }
        if (styleName) this.#styles.set(styleName, this.#style)
        break
      case 'style:table-properties':
        if (this.#style && attributes['table:display'] === 'false') this.#style.isHidden = true
    }
  }

  close(name: string) {
    if (name === 'number:date-style') this.#date = undefined
    if (name === 'style:style') this.#style = undefined
  }

  /** Whether the sheets of a style are hidden. */
  isHidden(style: string | undefined): boolean {
    return this.#styles.get(style ?? '')?.isHidden ?? false
  }

  /** What the style of a cell shows of a date; undefined where it does not say. */
  shown(style: string | undefined): Shown | undefined {
    for (let name = style, depth = 0; name && depth < 10; depth++) {
      const { data, parent } = this.#styles.get(name) ?? {}
      if (data) return this.#dates.get(data)
      name = parent
    }
    return undefined
  }
}
