"""What keeps Warraq going for months: watching sources in their rhythm, health and metrics, the doctor."""
