/** Sounds: short tones where a bidder asked for them; off until then. */

const KEPT = "poletai-room-sound";

export class Sound {
  private context: AudioContext | null = null;

  constructor(private readonly button: HTMLButtonElement | null) {
    this.show(localStorage.getItem(KEPT) === "on");
    button?.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      localStorage.setItem(KEPT, on ? "on" : "off");
      this.show(on);
      if (on) this.play(660);
    });
  }

  /** Sound a tone of this height, in hertz. */
  play(height: number, seconds = 0.15): void {
    if (this.button?.getAttribute("aria-pressed") !== "true") return;
    this.context ??= new AudioContext();
    const [tone, volume] = [this.context.createOscillator(), this.context.createGain()];
    volume.gain.value = 0.08;
    tone.frequency.value = height;
    tone.connect(volume).connect(this.context.destination);
    tone.start();
    tone.stop(this.context.currentTime + seconds);
  }

  private show(on: boolean): void {
    this.button?.setAttribute("aria-pressed", String(on));
  }
}
