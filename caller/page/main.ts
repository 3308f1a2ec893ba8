document.body.dataset["page"] = "caller";
