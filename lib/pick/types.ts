/** One thing to choose in a form. What cannot work stays visible, with the reason. */
export interface PickOption {
  readonly value: string;
  readonly label: string;
  /** Small words beside it: zone, CIDR, digest. */
  readonly detail?: string;
  /** When it was made (an image pushed): ms by the account's clock. */
  readonly at?: number;
  /** Where one of each may be chosen (a subnet's zone): what it is one of. */
  readonly group?: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
}

export interface Picked {
  readonly options: readonly PickOption[];
  /** Why there are none, or what else may be typed. */
  readonly note?: string;
}
