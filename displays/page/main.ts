document.body.dataset["page"] = "display";
