/** Asking again before the answer has come: what was asked before tells what was, whenever its answer arrives. */
export class Latest {
  private turn = 0;

  /** Ask now; the function that is returned tells whether nobody has asked since. */
  asks(): () => boolean {
    const turn = ++this.turn;
    return () => turn === this.turn;
  }
}
